"use client";
import { useTransition } from "react";
import type { ActionResult } from "@/app/action";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import type { Webhook } from "@/lib/notify/webhooks/webhook";
import { pauseWebhookAction, resumeWebhookAction, sendWebhookTestAction } from "../actions";
import { WebhookDialog } from "../webhook-dialog";
import { RemoveWebhookDialog } from "./remove-webhook-dialog";
import { RotateSecretDialog } from "./rotate-secret-dialog";

export function WebhookActs({ webhook }: { webhook: Webhook }) {
  const { id, name, revision, pausedAt } = webhook;
  const act = pausedAt
    ? { label: "Resume", run: resumeWebhookAction, done: `Resumed: ${name}` }
    : { label: "Pause", run: pauseWebhookAction, done: `Paused: ${name}. What happens meanwhile waits.` };
  return (
    <>
      <RemoveWebhookDialog id={id} revision={revision} name={name} />
      <RotateSecretDialog id={id} />
      <WebhookDialog webhook={webhook} key={revision} />
      <ActButton {...act} id={id} />
      <ActButton
        {...{ id, label: "Send a test", run: sendWebhookTestAction }}
        done="A test is on its way: its outcome stands below."
      />
    </>
  );
}

type ActProps = { id: string; label: string; done: string; run: (id: string) => Promise<ActionResult<void>> };

function ActButton({ id, label, done, run }: ActProps) {
  const [isPending, start] = useTransition();
  const toast = useToast();
  const press = () =>
    start(async () => {
      const result = await run(id);
      toast(result.ok ? { title: done } : { title: result.error.message, tone: "bad" });
    });
  return (
    <Button onClick={press} isPending={isPending}>
      {label}
    </Button>
  );
}
