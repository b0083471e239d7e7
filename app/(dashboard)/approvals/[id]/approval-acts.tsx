"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { ActionError, ActionResult } from "@/app/action";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { carryOutAction, decideApprovalAction, withdrawProposalAction } from "../actions";

type Act = "approve" | "reject" | "carry-out" | "withdraw";

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
  const [reason, setReason] = useState("");
  const [error, setError] = useState<ActionError>();
  const [isPending, start] = useTransition();
  const [pressed, setPressed] = useState<Act>();
  const router = useRouter();
  const toast = useToast();
  const run = <Value,>(pressed: Act, act: () => Promise<ActionResult<Value>>, done: (value: Value) => void) => {
    setPressed(pressed);
    start(async () => {
      const result = await act();
      setError(result.ok ? undefined : result.error);
      if (result.ok) done(result.value);
    });
  };
  /** Of the buttons only the one that was pressed waits; the others take no press meanwhile. */
  const pendingOf = (act: Act) => ({
    isPending: isPending && pressed === act,
    disabled: isPending && pressed !== act,
  });
  const decide = (decision: "approve" | "reject") =>
    run(
      decision,
      () => decideApprovalAction({ id, decision, reason: reason.trim() || undefined }),
      () => toast({ title: decision === "approve" ? `Approved: ${title}` : `Rejected: ${title}` }),
    );
  return (
    <section aria-label="Decision" className="grid max-w-xl gap-4">
      {isWaiting ? (
        <p role="status">Somebody else has to decide: the page of approvals shows it to everybody who may.</p>
      ) : null}
      {error?.code === "fresh_sign_in_needed" ? <FreshSignInNotice /> : null}
      {mayDecide ? (
        <>
          <Field
            label="Reason"
            hint="Needed to reject"
            error={error && error.code !== "fresh_sign_in_needed" ? error.message : undefined}
          >
            {(control) => (
              <Input {...control} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" {...pendingOf("approve")} onClick={() => decide("approve")}>
              Approve
            </Button>
            <Button {...pendingOf("reject")} onClick={() => decide("reject")}>
              Reject
            </Button>
          </div>
        </>
      ) : null}
      {error && !mayDecide && error.code !== "fresh_sign_in_needed" ? <FormError>{error.message}</FormError> : null}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {mayCarryOut ? (
          <Button
            variant="danger"
            {...pendingOf("carry-out")}
            onClick={() =>
              run(
                "carry-out",
                () => carryOutAction({ id }),
                (path) => {
                  toast({ title: `Done: ${title}` });
                  router.push(path);
                },
              )
            }
          >
            Carry it out
          </Button>
        ) : null}
        {mayWithdraw ? (
          <Button
            {...pendingOf("withdraw")}
            onClick={() =>
              run(
                "withdraw",
                () => withdrawProposalAction({ id }),
                () => toast({ title: `Withdrawn: ${title}` }),
              )
            }
          >
            Withdraw the proposal
          </Button>
        ) : null}
      </div>
    </section>
  );
}
