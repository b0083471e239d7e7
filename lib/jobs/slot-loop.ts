import { wrapSql } from "@/db/client";
import { everySlot } from "./every-slot";
import { acquireLease, type Lease, releaseLease } from "./lease";
import type { WorkerParts } from "./worker";

const slotLease = "every-slot";
const slotMs = 5_000;
/** Gateways write a slot's row just after its end. */
const settleMs = 1_000;
const standbyMs = 1_000;
/** Slots that nobody judged while there was no worker are past being news; the roll call tells of them. */
const slotsAtOnce = 6;

/** Judges each slot once it has ended, in order, on the one worker that holds the lease. */
export class SlotLoop {
  readonly #parts: WorkerParts;
  #lease: Lease | null = null;
  #judged: number | undefined;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  async step(): Promise<number> {
    const { sql, holder } = this.#parts;
    const lease = await acquireLease(sql, slotLease, holder);
    if (lease?.epoch !== this.#lease?.epoch) this.#judged = undefined;
    this.#lease = lease;
    if (!lease) return standbyMs;
    const [clock] = await sql<{ ms: number }[]>`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`;
    const nowMs = clock?.ms ?? 0;
    const last = Math.floor((nowMs - settleMs) / slotMs) - 1;
    const first = Math.max((this.#judged ?? last - 1) + 1, last - slotsAtOnce + 1);
    const db = wrapSql(sql);
    for (let slot = first; slot <= last; slot++) {
      for (const judge of everySlot) await judge(db, slot, new Date(nowMs));
      this.#judged = slot;
    }
    return Math.max(20, (last + 2) * slotMs + settleMs - nowMs);
  }

  async release(): Promise<void> {
    if (this.#lease) await releaseLease(this.#parts.sql, this.#lease);
    this.#lease = null;
  }
}
