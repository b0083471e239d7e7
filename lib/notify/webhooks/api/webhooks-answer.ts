import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { isoOf, pageOf, time, timeOrNull } from "@/lib/api/fields";
import type { Ctx } from "@/lib/context";
import { listWebhooks } from "../list-webhooks";
import { originOf } from "../webhook";

const count = z.number().int();
const WebhookItem = named(
  "Webhook",
  z
    .object({
      id: z.uuid(),
      name: z.string(),
      origin: z.string().describe("Scheme and host of its address; what follows may be a secret."),
      events: z.array(z.string()),
      state: z.enum(["enabled", "paused"]),
      paused_why: z.string().nullable(),
      paused_at: timeOrNull,
      failing_since: timeOrNull,
      last_delivered_at: timeOrNull,
      last_failed_at: timeOrNull,
      deliveries: z.object({ waiting: count, delivered: count, dead: count }).describe("Of the last 30 days."),
      created_by: z.string(),
      created_at: time,
    })
    .describe("Where signed events are sent to; its secret was shown once, when it was made."),
);
const WebhooksAnswer = named("WebhookPage", pageOf(WebhookItem));

async function answerWebhooks(ctx: Ctx): Promise<z.input<typeof WebhooksAnswer>> {
  const webhooks = await listWebhooks(ctx);
  return {
    items: webhooks.map((webhook) => ({
      id: webhook.id,
      name: webhook.name,
      origin: originOf(webhook.url),
      events: webhook.events,
      state: webhook.pausedAt ? ("paused" as const) : ("enabled" as const),
      paused_why: webhook.pausedWhy,
      paused_at: isoOf(webhook.pausedAt),
      failing_since: isoOf(webhook.failingSince),
      last_delivered_at: isoOf(webhook.lastDeliveredAt),
      last_failed_at: isoOf(webhook.lastFailedAt),
      deliveries: webhook.counts,
      created_by: webhook.createdBy,
      created_at: webhook.createdAt.toISOString(),
    })),
    next: null,
  };
}

export const webhooksEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/webhooks",
  tag: "Administration",
  summary: "Webhooks without their secrets, all of them, by name",
  permission: "webhook.read",
  answer: WebhooksAnswer,
  problems: {},
  respond: (ctx) => answerWebhooks(ctx),
});
