import type { Database } from "@/db/client";
import { webhooks } from "@/db/schema/notify";
import { readNewEvents } from "@/lib/events/read-new-events";
import { queueDeliveries } from "@/lib/notify/deliveries/queue-deliveries";
import { waitsDays } from "@/lib/notify/deliveries/remove-old-deliveries";
import { describeEvents } from "./describe-events";
import { eventBody, messageIdOf } from "./event-body";
import { webhookReader } from "./lock-webhooks";
import { webhookChannelName } from "./webhook-channel-name";
import { type WebhookEventKind, webhookEvents } from "./webhook-events";

/**
 * Queues the next domain events, at most 500, for every webhook that subscribed to them, in one transaction with the reader's place: each once,
 * and none is lost. Returns how many events it read.
 */
export async function queueWebhookEvents(db: Database, publicUrl: string, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const events = await readNewEvents(tx, webhookReader);
    if (events.length === 0) return 0;
    const subscribed = await tx
      .select({ id: webhooks.id, kinds: webhooks.events, sinceEventId: webhooks.sinceEventId })
      .from(webhooks)
      .orderBy(webhooks.id);
    if (subscribed.length === 0) return events.length;
    const described = await describeEvents(tx, events);
    const oldest = now.getTime() - waitsDays * 86_400_000;
    const items = events.flatMap((event) => {
      const { kind } = event;
      // An earlier server counted its transactions otherwise: what it recorded may come by once more, when its deliveries are removed.
      if (!isSent(kind) || event.recordedAt.getTime() < oldest) return [];
      const fitting = subscribed.filter(({ kinds, sinceEventId }) => kinds.includes(kind) && event.id > sinceEventId);
      if (fitting.length === 0) return [];
      const message = { channel: webhookChannelName, messageId: messageIdOf(event), kind };
      const body = eventBody(event, { kind, description: described.get(event.id), publicUrl });
      return fitting.map(({ id }) => ({ ...message, destinationId: id, body }));
    });
    await queueDeliveries({ db: tx, now }, items);
    return events.length;
  });
}

const isSent = (kind: string): kind is WebhookEventKind => Object.hasOwn(webhookEvents, kind);
