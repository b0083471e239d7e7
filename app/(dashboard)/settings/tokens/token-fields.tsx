import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Role } from "@/lib/access/permissions";
import type { TokenKind } from "@/lib/access/token-format";

const kinds: Record<TokenKind, string> = {
  provider: "provider: the devices of one provider",
  operator: "operator: enrols and reports for every provider",
  legacy: "legacy: one secret for many devices, for migration only",
  cluster: "cluster: the reports of one Kubernetes cluster",
  alert: "alert: alerts from other systems",
  api: "api: the JSON API, with a role",
};
const roleNames: readonly Role[] = ["viewer", "relations", "responder", "admin"];
const expiries = [
  [30, "in 30 days"],
  [90, "in 90 days"],
  [365, "in a year"],
  [0, "never"],
] as const;

export function KindField({ kind, onChange }: { kind: TokenKind; onChange: (kind: TokenKind) => void }) {
  return (
    <Field label="Kind">
      {(control) => (
        // The values are the keys of `kinds`.
        <Select {...control} value={kind} onChange={(event) => onChange(event.target.value as TokenKind)}>
          {Object.entries(kinds).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

export function ExpiryField() {
  return (
    <Field label="Expires">
      {(control) => (
        <Select {...control} name="expiresInDays" defaultValue={90}>
          {expiries.map(([days, label]) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

type ScopeProps = { kind: TokenKind; errorOf: (field: string) => string | undefined };

/** What a token of this kind is bound to. */
export function ScopeFields({ kind, errorOf }: ScopeProps) {
  if (kind === "provider") {
    return (
      <Field label="Provider" hint="Its short name, as in the address of its page" error={errorOf("provider")}>
        {(control) => <Input {...control} name="provider" required autoComplete="off" className="font-mono" />}
      </Field>
    );
  }
  if (kind === "cluster") {
    return (
      <Field label="Cluster" error={errorOf("cluster")}>
        {(control) => <Input {...control} name="cluster" required autoComplete="off" className="font-mono" />}
      </Field>
    );
  }
  return kind === "api" ? <RoleFields /> : null;
}

function RoleFields() {
  return (
    <>
      <Field label="Role" hint="What programs that use it may see and do">
        {(control) => (
          <Select {...control} name="role">
            {roleNames.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </Select>
        )}
      </Field>
      <label className="flex items-center gap-2 text-table">
        <input type="checkbox" name="mayWrite" /> May change things, not only read
      </label>
    </>
  );
}
