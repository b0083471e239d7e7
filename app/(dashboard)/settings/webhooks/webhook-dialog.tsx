"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Webhook } from "@/lib/notify/webhooks/webhook";
import { SecretShown } from "./secret-shown";
import { WebhookForm } from "./webhook-form";

/** Makes a webhook, whose secret is then shown once; or edits the one it is given. */
export function WebhookDialog({ webhook }: { webhook?: Webhook }) {
  const [isOpen, setIsOpen] = useState(false);
  const [secret, setSecret] = useState<string>();
  const change = (open: boolean) => {
    setIsOpen(open);
    if (!open) setSecret(undefined);
  };
  return (
    <Dialog
      title={secret ? "Copy it now" : webhook ? "Edit the webhook" : "Create a webhook"}
      description={
        secret
          ? "This is the only time that the secret is shown. The receiver verifies with it who sends."
          : "Muster posts what happens to this address, signed, and tries for a day until it is taken."
      }
      isOpen={isOpen}
      onOpenChange={change}
      trigger={
        webhook ? (
          <Button>Edit</Button>
        ) : (
          <Button variant="primary" icon={<Plus className="size-4" aria-hidden="true" />}>
            Create webhook
          </Button>
        )
      }
    >
      {secret ? (
        <SecretShown secret={secret} onCopied={() => change(false)} />
      ) : (
        <WebhookForm webhook={webhook} onCreated={setSecret} onSaved={() => change(false)} />
      )}
    </Dialog>
  );
}
