"use client";
import Link from "next/link";
import { useState, useTransition } from "react";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import type { OtherAccount } from "@/lib/access/users/list-accounts-of";
import { linkAccountsAction, separateAccountAction } from "../actions";

type Props = { id: string; others: readonly OtherAccount[]; isSelf: boolean };

/** Accounts of one person: neither approves what the other proposes. */
export function SamePerson({ id, others, isSelf }: Props) {
  const [other, setOther] = useState("");
  const [failure, setFailure] = useState<{ code: string; message: string }>();
  const [isPending, start] = useTransition();
  const toast = useToast();
  const act = (send: () => ReturnType<typeof linkAccountsAction>, done: string) =>
    start(async () => {
      const result = await send();
      setFailure(result.ok ? undefined : result.error);
      if (!result.ok) return;
      setOther("");
      toast({ title: done });
    });
  return (
    <section className="grid max-w-md gap-3" aria-labelledby="same-person">
      <h2 id="same-person" className="font-semibold">
        Other accounts of this person
      </h2>
      {others.length > 0 ? (
        <ul className="grid gap-1 text-table">
          {others.map((account) => (
            <li key={account.id}>
              <Link href={`/settings/users/${account.id}`} className="underline">
                {account.name}
              </Link>{" "}
              <span className="text-muted">{account.email ?? "no e-mail given"}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          act(() => linkAccountsAction({ id, other }), "Marked as one person");
        }}
      >
        <Field
          label="Same person as"
          hint="E-mail address or id of another account. Neither then approves what the other proposed."
          error={failure && failure.code !== "fresh_sign_in_needed" ? failure.message : undefined}
        >
          {(control) => <Input {...control} value={other} onChange={(event) => setOther(event.target.value)} />}
        </Field>
        {failure?.code === "fresh_sign_in_needed" ? <FreshSignInNotice /> : null}
        <div className="flex gap-2">
          <Button type="submit" isPending={isPending} disabled={other.trim() === ""}>
            Mark as one person
          </Button>
          {others.length > 0 && !isSelf ? (
            <Button
              variant="ghost"
              isPending={isPending}
              onClick={() => act(() => separateAccountAction({ id }), "No longer marked as one person")}
            >
              Separate from them
            </Button>
          ) : null}
        </div>
      </form>
    </section>
  );
}
