"use client";
import { useState, useTransition } from "react";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { Button } from "@/components/ui/button";
import { DataForm } from "@/components/ui/data-form";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import type { Role } from "@/lib/access/permissions";
import type { TokenKind } from "@/lib/access/token-format";
import { createTokenAction } from "./actions";
import { ExpiryField, KindField, ScopeFields } from "./token-fields";

const ownErrors = ["name", "provider", "cluster"];

export function TokenForm({ onCreated }: { onCreated: (token: string) => void }) {
  const [kind, setKind] = useState<TokenKind>("provider");
  const [failure, setFailure] = useState<{ field: string; message: string; code: string }>();
  const [isPending, start] = useTransition();
  const submit = (form: FormData) =>
    start(async () => {
      const result = await createTokenAction(requestOf(kind, form));
      if (result.ok) onCreated(result.value.token);
      else setFailure({ ...result.error, field: String(result.error.details.field ?? "") });
    });
  const errorOf = (field: string) => (failure?.field === field ? failure.message : undefined);
  return (
    <DataForm onData={submit}>
      <KindField kind={kind} onChange={setKind} />
      <Field label="Name" hint="By which people find it again" error={errorOf("name")}>
        {(control) => <Input {...control} name="name" required maxLength={100} autoComplete="off" />}
      </Field>
      <ScopeFields kind={kind} errorOf={errorOf} />
      <ExpiryField />
      {failure?.code === "fresh_sign_in_needed" ? <FreshSignInNotice /> : null}
      {failure && failure.code !== "fresh_sign_in_needed" && !ownErrors.includes(failure.field) ? (
        <FormError>{failure.message}</FormError>
      ) : null}
      <Button type="submit" variant="primary" isPending={isPending}>
        Create token
      </Button>
    </DataForm>
  );
}

function requestOf(kind: TokenKind, form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    kind,
    name: text("name"),
    provider: text("provider"),
    cluster: text("cluster"),
    // The choices of the select.
    role: kind === "api" ? (text("role") as Role) : undefined,
    mayWrite: form.get("mayWrite") === "on",
    expiresInDays: Number(text("expiresInDays")),
  };
}
