"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { CommandBlock } from "@/components/ui/command-block";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { Spinner } from "@/components/ui/spinner";
import { readDeliveryAction } from "../actions";

/** The body as it is sent, fetched when somebody asks for it. */
export function DeliveryDialog({ id, messageId }: { id: string; messageId: string }) {
  const [body, setBody] = useState<string>();
  const [error, setError] = useState<string>();
  const [, start] = useTransition();
  const read = (isOpen: boolean) => {
    if (!isOpen || body) return;
    start(async () => {
      const result = await readDeliveryAction(id);
      if (result.ok) setBody(result.value);
      else setError(result.error.message);
    });
  };
  return (
    <Dialog
      title={messageId}
      description="The body of every attempt, to the letter. It is signed with the time of each."
      size="lg"
      onOpenChange={read}
      trigger={
        <Button size="sm" variant="ghost" aria-label={`Show the body of ${messageId}`}>
          Body
        </Button>
      }
    >
      {error ? <FormError>{error}</FormError> : body ? <CommandBlock label="Body" command={body} /> : <Spinner />}
    </Dialog>
  );
}
