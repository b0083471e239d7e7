"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { DataForm } from "@/components/ui/data-form";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { withdrawReviewAction } from "../actions";
import { ReasonField } from "../reason-field";

type Props = { id: string; revision: number; covered: number };

/** Lets a review count no more; it stays readable, and the right one can be recorded: no name to type. */
export function WithdrawReviewDialog({ id, revision, covered }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const withdraw = (form: FormData) =>
    start(async () => {
      const result = await withdrawReviewAction({ id, revision, reason: String(form.get("reason") ?? "") });
      setError(result.ok ? undefined : result.error.message);
      if (result.ok) setIsOpen(false);
    });
  const what = covered === 1 ? "the endpoint that it covers" : `all ${covered} endpoints that it covers`;
  return (
    <Dialog
      title="Withdraw the review"
      description={`It counts no more for ${what}: the next one is due by the review before it. It stays readable.`}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button variant="danger" size="sm">
          Withdraw
        </Button>
      }
    >
      <DataForm onData={withdraw} className="grid justify-items-start gap-4">
        <ReasonField hint="Everybody who sees the register reads it" />
        {error ? <FormError>{error}</FormError> : null}
        <Button type="submit" variant="danger" isPending={isPending}>
          Withdraw
        </Button>
      </DataForm>
    </Dialog>
  );
}
