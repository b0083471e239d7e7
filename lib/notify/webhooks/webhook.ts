import { sql } from "drizzle-orm";
import { z } from "zod";
import { webhooks } from "@/db/schema/notify";
import { type WebhookEventKind, webhookEventKinds } from "./webhook-events";

export const mostWebhooks = 50;

export type PauseReason = "by_hand" | "failing" | "gone";

/** A webhook without its secret. */
export type Webhook = {
  id: string;
  name: string;
  url: string;
  events: WebhookEventKind[];
  /** Until then the secret before signs too. */
  previousUntil: Date | null;
  pausedAt: Date | null;
  pausedBy: string | null;
  pausedWhy: PauseReason | null;
  failingSince: Date | null;
  failures: number;
  lastDeliveredAt: Date | null;
  lastFailedAt: Date | null;
  revision: number;
  createdBy: string;
  createdAt: Date;
};

export const webhookColumns = {
  id: webhooks.id,
  name: webhooks.name,
  url: webhooks.url,
  events: webhooks.events,
  previousUntil: webhooks.previousUntil,
  pausedAt: webhooks.pausedAt,
  pausedBy: webhooks.pausedBy,
  pausedWhy: webhooks.pausedWhy,
  failingSince: webhooks.failingSince,
  failures: webhooks.failures,
  lastDeliveredAt: webhooks.lastDeliveredAt,
  lastFailedAt: webhooks.lastFailedAt,
  revision: webhooks.revision,
  createdBy: webhooks.createdBy,
  createdAt: webhooks.createdAt,
};

type Row = { [Key in keyof typeof webhookColumns]: unknown };

/** Only the files beside this one write events and reasons. */
export const asWebhook = (row: Row): Webhook => row as Webhook;

export const WebhookId = z.uuid("not the id of a webhook");

/** What a person says of a webhook. */
export const WebhookFields = z.object({
  name: z.string().trim().min(1, "give it a name").max(100, "at most 100 characters"),
  url: z.string().trim().max(2_000, "at most 2,000 characters"),
  events: z
    .array(z.enum(webhookEventKinds))
    .min(1, "choose at least one event")
    .transform((events) => webhookEventKinds.filter((kind) => events.includes(kind))),
});
export type WebhookFields = z.input<typeof WebhookFields>;

/** Address as the trail and lists have it: what follows the host may be a secret. */
export const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : "");

/** What the trail says of a webhook. */
export const auditOf = ({ name, url, events }: { name: string; url: string; events: readonly string[] }) => ({
  name,
  origin: originOf(url),
  events,
});

export const sameName = (name: string) => sql`lower(${webhooks.name}) = lower(${name})`;
