import type { Transaction } from "@/db/client";
import { deliveries } from "@/db/schema/notify";
import { usualAttempts } from "./retry-delay";

export type NewDelivery = {
  channel: string;
  destinationId: string;
  /** The same message is queued once for a destination. */
  messageId: string;
  kind: string;
  body: string;
  /** 12, over about a day, unless told. */
  maxAttempts?: number;
};

const rowsAtOnce = 500;

/** Queues what is to be sent, in the transaction of what it tells. What is queued already stays as it is. */
export async function queueDeliveries(
  { db, now }: { db: Transaction; now: Date },
  items: readonly NewDelivery[],
): Promise<void> {
  const times = { queuedAt: now, nextAttemptAt: now, createdAt: now };
  for (let from = 0; from < items.length; from += rowsAtOnce) {
    const rows = items.slice(from, from + rowsAtOnce);
    await db
      .insert(deliveries)
      .values(rows.map((item) => ({ maxAttempts: usualAttempts, ...item, ...times })))
      .onConflictDoNothing();
  }
}
