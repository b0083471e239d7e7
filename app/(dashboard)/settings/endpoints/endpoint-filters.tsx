import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { risks } from "@/lib/endpoints/endpoint-choices";
import { reviewStatuses } from "@/lib/endpoints/review-due";
import { reviewWords } from "./review-words";

type Props = { search: { text?: string; status?: string; risk?: string; sort?: string } };

/** A plain form: the filter is the address. */
export function EndpointFilters({ search }: Props) {
  const statuses = reviewStatuses.map((status) => [status, reviewWords[status].label] as const);
  return (
    <search>
      <form method="get" className="flex flex-wrap items-end gap-2">
        <Field label="Search">
          {(control) => (
            <Input
              {...control}
              name="text"
              defaultValue={search.text ?? ""}
              placeholder="host, path, owner"
              className="w-56"
            />
          )}
        </Field>
        <Choice label="Review" name="status" value={search.status} options={[...statuses, ["removed", "Taken out"]]} />
        <Choice label="Risk" name="risk" value={search.risk} options={risks.map((risk) => [risk, risk] as const)} />
        <Field label="Order">
          {(control) => (
            <Select {...control} name="sort" defaultValue={search.sort ?? "due"} className="w-40">
              <option value="due">what is due first</option>
              <option value="address">by address</option>
            </Select>
          )}
        </Field>
        <Button type="submit">Filter</Button>
      </form>
    </search>
  );
}

type ChoiceProps = { label: string; name: string; value: string | undefined; options: (readonly [string, string])[] };

function Choice({ label, name, value, options }: ChoiceProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} name={name} defaultValue={value ?? ""} className="w-44">
          <option value="">all</option>
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
