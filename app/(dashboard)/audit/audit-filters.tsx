import Link from "next/link";
import { Button, buttonClass } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type Typed = { actor?: string; action?: string; target?: string; from?: string; to?: string };

const fields = [
  { name: "actor", label: "Who", placeholder: "name or id" },
  { name: "action", label: "Action", placeholder: "token.revoke, or token. for all" },
  { name: "target", label: "On", placeholder: "id, or kind:id" },
] as const;

/** A plain form: the filter is the address. */
export function AuditFilters({ typed }: { typed: Typed }) {
  return (
    <search>
      <form method="get" className="grid grid-cols-2 items-end gap-2 sm:flex sm:flex-wrap">
        {fields.map(({ name, label, placeholder }) => (
          <Field key={name} label={label}>
            {(control) => (
              <Input
                {...control}
                name={name}
                defaultValue={typed[name] ?? ""}
                placeholder={placeholder}
                className="sm:w-44"
              />
            )}
          </Field>
        ))}
        {(["from", "to"] as const).map((name) => (
          <Field key={name} label={name === "from" ? "From (UTC)" : "Until (UTC)"}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                name={name}
                defaultValue={typed[name] ?? ""}
                className="sm:w-48"
              />
            )}
          </Field>
        ))}
        <Button type="submit">Filter</Button>
        <Link href="/audit" className={buttonClass({ variant: "ghost" })}>
          Clear
        </Link>
      </form>
    </search>
  );
}
