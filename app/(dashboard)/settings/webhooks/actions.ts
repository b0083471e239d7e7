"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/action";
import { readEnv } from "@/lib/env";
import { createWebhook } from "@/lib/notify/webhooks/create-webhook";
import { getDelivery } from "@/lib/notify/webhooks/list-deliveries";
import { pauseWebhook } from "@/lib/notify/webhooks/pause-webhook";
import { RemoveWebhook, removeWebhook } from "@/lib/notify/webhooks/remove-webhook";
import { ResendDeliveries, resendDeliveries } from "@/lib/notify/webhooks/resend-deliveries";
import { resumeWebhook } from "@/lib/notify/webhooks/resume-webhook";
import { RotateWebhookSecret, rotateWebhookSecret } from "@/lib/notify/webhooks/rotate-webhook-secret";
import { sendTest } from "@/lib/notify/webhooks/send-test";
import { UpdateWebhook, updateWebhook } from "@/lib/notify/webhooks/update-webhook";
import { WebhookFields, WebhookId } from "@/lib/notify/webhooks/webhook";
import { webhookHosts } from "@/lib/notify/webhooks/webhook-hosts";

const refresh = () => revalidatePath("/settings/webhooks", "layout");

/** Answers the secret: it is shown once. */
export const createWebhookAction = action("webhook.write", WebhookFields, async (ctx, input) => {
  const made = await createWebhook(ctx, input, webhookHosts(readEnv()));
  refresh();
  return made;
});

export const updateWebhookAction = action("webhook.write", UpdateWebhook, async (ctx, input) => {
  await updateWebhook(ctx, input, webhookHosts(readEnv()));
  refresh();
});

export const pauseWebhookAction = action("webhook.write", WebhookId, async (ctx, id) => {
  await pauseWebhook(ctx, id);
  refresh();
});

export const resumeWebhookAction = action("webhook.write", WebhookId, async (ctx, id) => {
  await resumeWebhook(ctx, id);
  refresh();
});

/** Answers the new secret. The page refreshes itself once that was copied: nothing may take it away before. */
export const rotateWebhookSecretAction = action("webhook.write", RotateWebhookSecret, (ctx, input) =>
  rotateWebhookSecret(ctx, input),
);

export const removeWebhookAction = action("webhook.write", RemoveWebhook, async (ctx, input) => {
  await removeWebhook(ctx, input);
  refresh();
});

export const sendWebhookTestAction = action("webhook.write", WebhookId, async (ctx, id) => {
  await sendTest(ctx, id, readEnv().PUBLIC_URL);
  refresh();
});

export const resendDeliveriesAction = action("webhook.write", ResendDeliveries, async (ctx, input) => {
  const count = await resendDeliveries(ctx, input);
  refresh();
  return count;
});

/** Answers the body as it is sent. */
export const readDeliveryAction = action(
  "webhook.read",
  z.uuid(),
  async (ctx, id) => (await getDelivery(ctx, id)).body,
);
