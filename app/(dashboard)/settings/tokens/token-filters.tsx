import { FilterChoice, FilterForm, FilterText } from "@/components/ui/filter-form";
import { tokenKinds } from "@/lib/access/token-format";
import { tokenStatuses } from "@/lib/access/tokens/list-tokens";
import type { TokenSearch } from "./parse-token-search";

const days = [7, 30, 90, 180, 365].map((count) => [count, `${count} days`] as const);

export function TokenFilters({ search }: { search: TokenSearch }) {
  return (
    <FilterForm>
      {search.incident ? <input type="hidden" name="incident" value={search.incident} /> : null}
      {search.madeBy ? <input type="hidden" name="madeBy" value={search.madeBy} /> : null}
      <FilterChoice label="Kind" name="kind" value={search.kind} options={tokenKinds} />
      <FilterChoice label="Status" name="status" value={search.status} options={tokenStatuses} />
      <FilterText label="Begins with" name="prefix" value={search.prefix} placeholder="muster_provider_…" />
      <FilterText label="Provider" name="provider" value={search.provider} />
      <FilterChoice
        label="Older than"
        name="olderThanDays"
        value={search.olderThanDays}
        options={days}
        anything="any age"
      />
      <FilterChoice
        label="Not used for"
        name="unusedForDays"
        value={search.unusedForDays}
        options={days}
        anything="used or not"
      />
      <FilterChoice label="Exposed" name="exposed" value={search.exposed} options={[["yes", "in a leaked list"]]} />
    </FilterForm>
  );
}
