"use client";
import { useState, useTransition } from "react";
import type { ActionResult } from "@/app/action";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";

type Props = { withdraw: (reason: string) => Promise<ActionResult<void>>; onDone: () => void };

/** Takes back what somebody entered, with the reason. */
export function WithdrawForm({ withdraw: act, onDone }: Props) {
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const withdraw = () =>
    start(async () => {
      const result = await act(reason);
      setError(result.ok ? undefined : result.error.message);
      if (result.ok) onDone();
    });
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        withdraw();
      }}
    >
      <Field label="Why" error={error && !reason ? error : undefined}>
        {(control) => (
          <Input
            {...control}
            required
            maxLength={1_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {error && reason ? <FormError>{error}</FormError> : null}
      <Button type="submit" variant="danger" isPending={isPending} className="justify-self-start">
        Withdraw
      </Button>
    </form>
  );
}
