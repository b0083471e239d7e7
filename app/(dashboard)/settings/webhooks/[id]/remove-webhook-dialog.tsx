"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { removeWebhookAction } from "../actions";

type Props = { id: string; revision: number; name: string };

/** Cannot be undone, so the name is typed. */
export function RemoveWebhookDialog({ id, revision, name }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const router = useRouter();
  const remove = () =>
    start(async () => {
      const result = await removeWebhookAction({ id, revision });
      if (result.ok) router.push("/settings/webhooks");
      else setError(result.error.message);
    });
  return (
    <Dialog
      title={`Remove “${name}”`}
      description="Its secret, its deliveries and what waits go with it. This cannot be undone; pausing can."
      isOpen={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open);
        setTyped("");
        setError(undefined);
      }}
      trigger={<Button variant="danger">Remove</Button>}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === name && !isPending) remove();
        }}
      >
        <Field label={`Type the webhook's name: ${name}`} error={error}>
          {(control) => (
            <Input {...control} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
          )}
        </Field>
        <Button type="submit" variant="danger" disabled={typed !== name} isPending={isPending}>
          Remove webhook
        </Button>
      </form>
    </Dialog>
  );
}
