"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { carryOutAction, decideApprovalAction, withdrawProposalAction } from "../actions";
import { usePressedAct } from "./use-pressed-act";

type Decision = "approve" | "reject";
type Act = Decision | "carry-out" | "withdraw";

type Props = {
  id: string;
  title: string;
  mayDecide: boolean;
  mayCarryOut: boolean;
  mayWithdraw: boolean;
  /** It is one's own, and somebody else has to decide. */
  isWaiting: boolean;
};

export function ApprovalActs({ id, title, mayDecide, mayCarryOut, mayWithdraw, isWaiting }: Props) {
  const { error, run, pendingOf } = usePressedAct<Act>();
  const router = useRouter();
  const toast = useToast();
  const decide = (decision: Decision, reason: string) =>
    run(
      decision,
      () => decideApprovalAction({ id, decision, reason: reason.trim() || undefined }),
      () => toast({ title: decision === "approve" ? `Approved: ${title}` : `Rejected: ${title}` }),
    );
  const carryOut = () =>
    run(
      "carry-out",
      () => carryOutAction({ id }),
      (path) => {
        toast({ title: `Done: ${title}` });
        router.push(path);
      },
    );
  const withdraw = () =>
    run(
      "withdraw",
      () => withdrawProposalAction({ id }),
      () => toast({ title: `Withdrawn: ${title}` }),
    );
  const isFreshNeeded = error?.code === "fresh_sign_in_needed";
  const message = isFreshNeeded ? undefined : error?.message;
  return (
    <section aria-label="Decision" className="grid max-w-xl gap-4">
      {isWaiting ? (
        <p role="status">Somebody else has to decide: the page of approvals shows it to everybody who may.</p>
      ) : null}
      {isFreshNeeded ? <FreshSignInNotice /> : null}
      {mayDecide ? <DecisionFields error={message} pendingOf={pendingOf} onDecide={decide} /> : null}
      {message && !mayDecide ? <FormError>{message}</FormError> : null}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {mayCarryOut ? (
          <Button variant="danger" {...pendingOf("carry-out")} onClick={carryOut}>
            Carry it out
          </Button>
        ) : null}
        {mayWithdraw ? (
          <Button {...pendingOf("withdraw")} onClick={withdraw}>
            Withdraw the proposal
          </Button>
        ) : null}
      </div>
    </section>
  );
}

type DecisionProps = {
  error: string | undefined;
  pendingOf: (act: Decision) => { isPending: boolean; disabled: boolean };
  onDecide: (decision: Decision, reason: string) => void;
};

function DecisionFields({ error, pendingOf, onDecide }: DecisionProps) {
  const [reason, setReason] = useState("");
  return (
    <>
      <Field label="Reason" hint="Needed to reject" error={error}>
        {(control) => (
          <Input {...control} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" {...pendingOf("approve")} onClick={() => onDecide("approve", reason)}>
          Approve
        </Button>
        <Button {...pendingOf("reject")} onClick={() => onDecide("reject", reason)}>
          Reject
        </Button>
      </div>
    </>
  );
}
