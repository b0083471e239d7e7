import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "@/db/client";
import type { Logger } from "@/lib/log";
import { claimDeliveries } from "./claim-deliveries";
import type { ClaimedDelivery, DeliveryChannel, Outcome } from "./delivery";
import { settleDelivery } from "./settle-delivery";

/** Attempts under way in one process; and to one destination. */
const mostAtOnce = 20;
const mostADestination = 4;
const pollMs = 500;
/** While attempts under way hold up what is due. */
const busyMs = 50;
const endingMs = 2_000;

type Parts = { db: Database; log: Logger; channel: DeliveryChannel; now: () => Date };

/** Sends what is due on one channel. Any number of workers may: each attempt is one's. A slow destination holds up itself alone. */
export class Deliverer {
  readonly #parts: Parts;
  readonly #underWay = new Map<Promise<void>, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Begins what is due and does not wait for it; returns after how many milliseconds to look again. */
  async step(): Promise<number> {
    const { db, channel, now } = this.#parts;
    const most = mostAtOnce - this.#underWay.size;
    if (most <= 0) return busyMs;
    const claim = { channel: channel.name, destinations: channel.destinations, most, except: this.#busyDestinations() };
    const claimed = await claimDeliveries(db, claim, now());
    for (const delivery of claimed) {
      const attempt: Promise<void> = this.#attempt(delivery).finally(() => this.#underWay.delete(attempt));
      this.#underWay.set(attempt, delivery.destinationId);
    }
    return claimed.length > 0 ? busyMs : pollMs;
  }

  /** Until nothing is under way. */
  async settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.keys());
  }

  /** Leaves to another worker what does not end soon. */
  async release(): Promise<void> {
    await Promise.race([this.settle(), delay(endingMs, undefined, { ref: false })]);
  }

  #busyDestinations(): string[] {
    const counts = new Map<string, number>();
    for (const id of this.#underWay.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
    return [...counts].filter(([, count]) => count >= mostADestination).map(([id]) => id);
  }

  /** A failure to note the outcome is none: the attempt counts as lost after a minute, and it is sent again. */
  async #attempt(delivery: ClaimedDelivery): Promise<void> {
    const { db, channel, now, log } = this.#parts;
    const about = { channel: channel.name, delivery: delivery.id };
    const outcome = await channel.send(delivery, now()).catch((error: unknown): Outcome => {
      log.error({ ...about, err: error }, "an attempt failed unexpectedly");
      return { isDelivered: false, error: "unknown", status: null };
    });
    try {
      await settleDelivery({ db, channel }, delivery, outcome, now());
    } catch (error) {
      log.warn({ ...about, err: error }, "the outcome of an attempt was not noted; it is made again");
    }
  }
}
