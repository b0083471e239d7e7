import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { roles } from "@/lib/access/permissions";
import { userStatuses } from "@/lib/access/users/list-users";

type Search = { role?: string; status?: string; search?: string };

const choices = [
  { name: "role", label: "Role", options: roles },
  { name: "status", label: "Status", options: userStatuses },
] as const;

/** A plain form: the filter is the address. */
export function UserFilters({ search }: { search: Search }) {
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
        <Field label="Name or e-mail">
          {(control) => (
            <Input {...control} name="search" defaultValue={search.search ?? ""} maxLength={100} className="w-56" />
          )}
        </Field>
        <Button type="submit">Filter</Button>
      </form>
    </search>
  );
}
