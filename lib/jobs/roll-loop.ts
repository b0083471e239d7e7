import { type Database, wrapSql } from "@/db/client";
import { reviseQueued } from "@/lib/fleet/roll-call/revise-queued";
import { currentMinute, type RolledMinutes, recheckCoverage, rollCall } from "@/lib/fleet/roll-call/roll-call";
import { RollSession, rollCallLease, rollCallWantedLease } from "@/lib/fleet/roll-call/roll-session";
import { afterRollCall, type ClosedMinutes } from "./after-roll-call";
import { acquireLease, isHeldByOther, type Lease, prolongLease, releaseLease } from "./lease";
import type { WorkerParts } from "./worker";

const standbyMs = 1_000;
const longestIdleMs = 2_000;
const judgedKey = "roll-call/judged-through";

/** Closes minutes while this worker holds the lease, and stands by while another does. */
export class RollLoop {
  readonly #parts: WorkerParts;
  readonly #db: Database;
  #session: RollSession | undefined;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#db = wrapSql(parts.sql);
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
    await this.#judge();
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

  /** Hands closed minutes on. How far that went is kept, so that a crash or a failure leaves no minute unjudged. */
  async #judge(): Promise<void> {
    const { sql, now } = this.#parts;
    const closed = await readUnjudged(sql);
    if (!closed) return;
    for (const judge of afterRollCall) await judge(this.#db, closed, now());
    await sql`
      insert into settings (key, value) values (${judgedKey}, ${closed.toMinute}::text::jsonb)
      on conflict (key) do update set value = excluded.value, updated_at = now()`;
  }
}

const judgedAtMost = 1_440;

/** At most the last day: whatever happened before that is told by nobody any more. */
async function readUnjudged(sql: WorkerParts["sql"]): Promise<ClosedMinutes | null> {
  const [row] = await sql<{ last: number | null; judged: number | null }[]>`
    select (select max(minute) from roll_calls) as last,
      (select value::int from settings where key = ${judgedKey}) as judged`;
  if (!row || row.last === null || row.judged === row.last) return null;
  return { fromMinute: Math.max((row.judged ?? row.last - 1) + 1, row.last - judgedAtMost + 1), toMinute: row.last };
}
