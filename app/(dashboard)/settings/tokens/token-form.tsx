"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Role } from "@/lib/access/permissions";
import type { TokenKind } from "@/lib/access/token-format";
import { createTokenAction } from "./actions";

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

type Failure = { field: string; message: string };

export function TokenForm({ onCreated }: { onCreated: (token: string) => void }) {
  const [kind, setKind] = useState<TokenKind>("provider");
  const [failure, setFailure] = useState<Failure>();
  const [isPending, start] = useTransition();
  const submit = (form: FormData) =>
    start(async () => {
      const text = (name: string) => String(form.get(name) ?? "");
      const result = await createTokenAction({
        kind,
        name: text("name"),
        provider: text("provider"),
        cluster: text("cluster"),
        // The choices of the select.
        role: kind === "api" ? (text("role") as Role) : undefined,
        mayWrite: form.get("mayWrite") === "on",
        expiresInDays: Number(text("expiresInDays")),
      });
      if (result.ok) onCreated(result.value.token);
      else setFailure({ field: String(result.error.details.field ?? ""), message: result.error.message });
    });
  const errorOf = (field: string) => (failure?.field === field ? failure.message : undefined);
  return (
    <form
      className="grid gap-4"
      // Not `action`: React would empty the fields, also after an error.
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <Field label="Kind">
        {(control) => (
          // The values are the keys of `kinds`.
          <Select {...control} value={kind} onChange={(event) => setKind(event.target.value as TokenKind)}>
            {Object.entries(kinds).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Name" hint="By which people find it again" error={errorOf("name")}>
        {(control) => <Input {...control} name="name" required maxLength={100} autoComplete="off" />}
      </Field>
      <ScopeFields kind={kind} errorOf={errorOf} />
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
      {failure && !["name", "provider", "cluster"].includes(failure.field) ? (
        <p role="alert" className="text-bad-text text-table">
          {failure.message}
        </p>
      ) : null}
      <Button type="submit" variant="primary" isPending={isPending}>
        Create token
      </Button>
    </form>
  );
}

function ScopeFields({ kind, errorOf }: { kind: TokenKind; errorOf: (field: string) => string | undefined }) {
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
  if (kind !== "api") return null;
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
