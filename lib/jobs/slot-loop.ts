import { z } from "zod";
import { clientOf, type Database, wrapSql } from "@/db/client";
import { everySlot } from "./every-slot";
import { acquireLease, assertLease, type Lease, releaseLease } from "./lease";
import { readProgress, writeProgress } from "./progress";
import type { WorkerParts } from "./worker";

const slotLease = "every-slot";
const progressKey = "every-slot/progress";
const Progress = z.object({ judged: z.number().int() });
const slotMs = 5_000;
/** Gateways write a slot's row just after its end. */
const settleMs = 1_000;
const standbyMs = 1_000;
/** Slots that nobody judged while there was no worker are past being news; the roll call tells of them. */
const slotsAtOnce = 6;

/** Judges each slot once it has ended, in order, on the one worker that holds the lease. */
export class SlotLoop {
  readonly #parts: WorkerParts;
  readonly #db: Database;
  readonly #judges = everySlot();
  #lease: Lease | null = null;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#db = wrapSql(parts.sql);
  }

  async step(): Promise<number> {
    const { sql, holder } = this.#parts;
    const lease = await acquireLease(sql, slotLease, holder);
    this.#lease = lease;
    if (!lease) return standbyMs;
    const [clock] = await sql<{ ms: number }[]>`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`;
    const nowMs = clock?.ms ?? 0;
    const last = Math.floor((nowMs - settleMs) / slotMs) - 1;
    const judged = (await readProgress(sql, progressKey, Progress))?.judged ?? last - 1;
    const first = Math.max(judged + 1, last - slotsAtOnce + 1);
    for (let slot = first; slot <= last; slot++) await this.#judge(lease, slot, new Date(nowMs));
    return Math.max(20, (last + 2) * slotMs + settleMs - nowMs);
  }

  /** What was found in a slot and that the slot was judged are stored together, by the holder of the lease or by nobody. */
  async #judge(lease: Lease, slot: number, now: Date): Promise<void> {
    await this.#db.transaction(async (tx) => {
      for (const judge of this.#judges) await judge(tx, slot, now);
      await writeProgress(clientOf(tx), progressKey, { judged: slot });
      await assertLease(clientOf(tx), lease);
    });
  }

  async release(): Promise<void> {
    if (this.#lease) await releaseLease(this.#parts.sql, this.#lease);
    this.#lease = null;
  }
}
