import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { tokenKinds } from "@/lib/access/token-format";
import { tokenStatuses } from "@/lib/access/tokens/list-tokens";
import type { TokenSearch } from "./parse-token-search";

const choices = [
  { name: "kind", label: "Kind", options: tokenKinds },
  { name: "status", label: "Status", options: tokenStatuses },
] as const;

const ages = [
  { name: "olderThanDays", label: "Older than", anything: "any age" },
  { name: "unusedForDays", label: "Not used for", anything: "used or not" },
] as const;
const dayChoices = [7, 30, 90, 180, 365];

/** A plain form: the filter is the address. */
export function TokenFilters({ search }: { search: TokenSearch }) {
  return (
    <search>
      <form method="get" className="flex flex-wrap items-end gap-2">
        {choices.map(({ name, label, options }) => (
          <Field key={name} label={label}>
            {(control) => (
              <Select {...control} name={name} defaultValue={search[name] ?? ""} className="w-36">
                <option value="">all</option>
                {options.map((option) => (
                  <option key={option}>{option}</option>
                ))}
              </Select>
            )}
          </Field>
        ))}
        <Field label="Begins with">
          {(control) => (
            <Input
              {...control}
              name="prefix"
              defaultValue={search.prefix ?? ""}
              placeholder="muster_provider_…"
              className="w-56"
            />
          )}
        </Field>
        <Field label="Provider">
          {(control) => (
            <Input {...control} name="provider" defaultValue={search.provider ?? ""} maxLength={100} className="w-36" />
          )}
        </Field>
        {ages.map(({ name, label, anything }) => (
          <Field key={name} label={label}>
            {(control) => (
              <Select {...control} name={name} defaultValue={search[name] ?? ""} className="w-36">
                <option value="">{anything}</option>
                {dayChoices.map((days) => (
                  <option key={days} value={days}>
                    {days} days
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ))}
        <Field label="Exposed">
          {(control) => (
            <Select {...control} name="exposed" defaultValue={search.exposed ?? ""} className="w-36">
              <option value="">all</option>
              <option value="yes">in a leaked list</option>
            </Select>
          )}
        </Field>
        <Button type="submit">Filter</Button>
      </form>
    </search>
  );
}
