"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useState, useTransition } from "react";
import type { ActionError } from "@/app/action";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { proposeRevocationAction, revokeTokensAction } from "./actions";

type Shown = { id: string; name?: string; prefix?: string; kind?: string };
type Props = {
  tokens: readonly Shown[];
  revokedAlone: number;
  trigger: ReactNode;
  onDone?: () => void;
};

/** As revokeTokens has it, which decides: this only knows beforehand what it will say. */
const mostAlone = 5;

/** Cannot be undone, so the token's name or their number is typed; more than a few are proposed to a second admin. */
export function RevokeTokensDialog({ tokens, revokedAlone, trigger, onDone }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const [error, setError] = useState<ActionError>();
  const [isPending, start] = useTransition();
  const incident = useSearchParams().get("incident") ?? undefined;
  const router = useRouter();
  const toast = useToast();
  const [only] = tokens.length === 1 ? tokens : [];
  const expected = only?.name ?? String(tokens.length);
  const what = only?.name ? `“${only.name}”` : `${tokens.length} tokens`;
  const isProposal = tokens.length + revokedAlone > mostAlone || error?.code === "approval_needed";
  const change = (open: boolean) => {
    setIsOpen(open);
    setTyped("");
    setError(undefined);
  };
  const act = () =>
    start(async () => {
      const ids = tokens.map(({ id }) => id);
      if (isProposal) {
        const result = await proposeRevocationAction({ ids, reason: reason.trim() || undefined, incident });
        if (!result.ok) return setError(result.error);
        return router.push(`/approvals/${result.value}`);
      }
      const result = await revokeTokensAction({ ids, incident });
      if (!result.ok) return setError(result.error);
      change(false);
      onDone?.();
      toast({ title: `Revoked: ${only?.name ?? what}` });
    });
  return (
    <Dialog
      title={isProposal ? `Propose to revoke ${what}` : `Revoke ${what}`}
      description={effectOf(only?.kind, isProposal)}
      isOpen={isOpen}
      onOpenChange={change}
      trigger={trigger}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === expected && !isPending) act();
        }}
      >
        <Field
          label={only?.name ? `Type the token's name: ${expected}` : `Type how many: ${expected}`}
          hint={only?.prefix ? `It begins with ${only.prefix}` : undefined}
          error={error && !handled.includes(error.code) ? error.message : undefined}
        >
          {(control) => (
            <Input {...control} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
          )}
        </Field>
        {isProposal ? (
          <Field label="Reason" hint="For whoever decides">
            {(control) => (
              <Input {...control} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
        ) : null}
        {error?.code === "fresh_sign_in_needed" ? <FreshSignInNotice /> : null}
        <Button type="submit" variant="danger" disabled={typed !== expected} isPending={isPending}>
          {isProposal ? "Propose the revocation" : only ? "Revoke token" : "Revoke tokens"}
        </Button>
      </form>
    </Dialog>
  );
}

const handled = ["fresh_sign_in_needed", "approval_needed"];

function effectOf(kind: string | undefined, isProposal: boolean): string {
  const what = kind ? (effect[kind] ?? "Whoever uses it is turned away") : "Whoever uses one of them is turned away";
  const ending = `${what} within a second. This cannot be undone.`;
  return isProposal ? `More than ${mostAlone} within an hour need a second admin. Then: ${ending}` : ending;
}

const effect: Record<string, string> = {
  provider: "Devices that call in with it are refused",
  legacy: "Every device that still calls in with it is refused",
  operator: "Whatever enrols or calls in with it is refused",
  cluster: "The cluster's reports are refused",
  alert: "Alerts sent with it are refused",
  api: "Programs that use it are refused",
};
