import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { deliveries } from "@/db/schema/notify";
import type { ClaimedDelivery, DeliveryChannel, DeliveryState, Outcome } from "./delivery";
import { retryDelayMs } from "./retry-delay";

/**
 * Notes how an attempt went: delivered, to be tried again, or a dead letter. Nothing, and null, where the attempt is no longer the last one:
 * another worker took it for lost, or a person queued it anew.
 */
export async function settleDelivery(
  { db, channel, chance = Math.random() }: { db: Database; channel: DeliveryChannel; chance?: number },
  delivery: ClaimedDelivery,
  outcome: Outcome,
  now: Date,
): Promise<DeliveryState | null> {
  const state = stateAfter(delivery, outcome);
  const waitMs = outcome.isDelivered ? 0 : retryDelayMs(delivery.attempts, chance, outcome.waitMs);
  const noted = await db.transaction(async (tx) => {
    await channel.hold(tx, delivery.destinationId);
    const [noted] = await tx
      .update(deliveries)
      .set({
        state,
        lastStatus: outcome.status,
        lastError: outcome.isDelivered ? null : outcome.error,
        ...(state === "waiting" ? { nextAttemptAt: new Date(now.getTime() + waitMs) } : { endedAt: now }),
      })
      .where(
        and(
          eq(deliveries.id, delivery.id),
          eq(deliveries.state, "waiting"),
          eq(deliveries.attempts, delivery.attempts),
        ),
      )
      .returning({ id: deliveries.id });
    if (!noted) return null;
    await channel.settled(tx, delivery, outcome, now);
    return state;
  });
  if (noted) await channel.afterwards?.(delivery, outcome, now);
  return noted;
}

function stateAfter({ attempts, maxAttempts }: ClaimedDelivery, outcome: Outcome): DeliveryState {
  if (outcome.isDelivered) return "delivered";
  return outcome.isFinal || attempts >= maxAttempts ? "dead" : "waiting";
}
