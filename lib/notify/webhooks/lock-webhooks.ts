import type { Transaction } from "@/db/client";
import { holdReader } from "@/lib/events/read-new-events";

/** The reader of domain_events that queues for webhooks. */
export const webhookReader = "webhooks";

/**
 * Changes of webhooks follow each other and the queueing of events: an event is queued for the webhooks as they are before or after, and a
 * finding about them is settled by one at a time. Before the first webhook it begins the reading.
 */
export const lockWebhooks = (db: Transaction): Promise<void> => holdReader(db, webhookReader);
