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
  const router = useRouter();
  const toast = useToast();
  const run = <Value,>(act: () => Promise<ActionResult<Value>>, done: (value: Value) => void) =>
    start(async () => {
      const result = await act();
      setError(result.ok ? undefined : result.error);
      if (result.ok) done(result.value);
    });
  const decide = (decision: "approve" | "reject") =>
    run(
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
            <Button variant="primary" isPending={isPending} onClick={() => decide("approve")}>
              Approve
            </Button>
            <Button isPending={isPending} onClick={() => decide("reject")}>
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
            isPending={isPending}
            onClick={() =>
              run(
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
            isPending={isPending}
            onClick={() =>
              run(
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
