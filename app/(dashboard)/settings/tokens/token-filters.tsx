import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { tokenKinds } from "@/lib/access/token-format";
import { tokenStatuses } from "@/lib/access/tokens/list-tokens";

type Search = { kind?: string; status?: string; prefix?: string };

const choices = [
  { name: "kind", label: "Kind", options: tokenKinds },
  { name: "status", label: "Status", options: tokenStatuses },
] as const;

/** A plain form: the filter is the address. */
export function TokenFilters({ search }: { search: Search }) {
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
        <Button type="submit">Filter</Button>
      </form>
    </search>
  );
}
