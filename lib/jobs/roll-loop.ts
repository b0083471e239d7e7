import { reviseQueued } from "@/lib/fleet/roll-call/revise-queued";
import { currentMinute, type RolledMinutes, recheckCoverage, rollCall } from "@/lib/fleet/roll-call/roll-call";
import { RollSession, rollCallLease, rollCallWantedLease } from "@/lib/fleet/roll-call/roll-session";
import { acquireLease, isHeldByOther, type Lease, prolongLease, releaseLease } from "./lease";
import type { WorkerParts } from "./worker";

const standbyMs = 1_000;
const longestIdleMs = 2_000;

/** Closes minutes while this worker holds the lease, and stands by while another does. */
export class RollLoop {
  readonly #parts: WorkerParts;
  #session: RollSession | undefined;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  /** One round. Returns after how many milliseconds the next is due. */
  async step(): Promise<number> {
    const { sql, holder, status } = this.#parts;
    const isWanted = await isHeldByOther(sql, rollCallWantedLease, holder);
    if (isWanted) await this.release();
    const lease = isWanted ? null : await acquireLease(sql, rollCallLease, holder);
    status.holdsRollCall.set(lease ? 1 : 0);
    if (!lease) {
      this.#session = undefined;
      return standbyMs;
    }
    try {
      const session = this.#sessionOf(lease);
      return await prolongLease(sql, lease, () => this.#roll(session));
    } catch (error) {
      // What the session remembers may be ahead of what was committed.
      this.#session = undefined;
      throw error;
    }
  }

  async release(): Promise<void> {
    if (this.#session) await releaseLease(this.#parts.sql, this.#session.lease);
    this.#session = undefined;
  }

  #sessionOf(lease: Lease): RollSession {
    if (this.#session?.lease.epoch !== lease.epoch) {
      this.#session = new RollSession(this.#parts.sql, lease, this.#parts.now);
    }
    return this.#session as RollSession;
  }

  async #roll(session: RollSession): Promise<number> {
    const { sql, status, signal, now } = this.#parts;
    const rolled = await rollCall(session, { signal });
    if (rolled) {
      status.rolled(rolled);
      this.#tell(rolled);
      await recheckCoverage(session);
    }
    status.revised.inc(await reviseQueued(session));
    const msLeft = ((await currentMinute(sql)) + 1) * 60_000 - now().getTime();
    return Math.max(20, Math.min(longestIdleMs, msLeft + 20));
  }

  #tell(rolled: RolledMinutes): void {
    const { fromMinute, toMinute, transitions, durationMs } = rolled;
    const minutes = toMinute - fromMinute + 1;
    this.#parts.log.info(
      { minute: toMinute, minutes, transitions, durationMs: Math.round(durationMs) },
      minutes > 1 ? "closed minutes that were missed" : "closed a minute",
    );
  }
}
