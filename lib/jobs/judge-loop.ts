import { z } from "zod";
import { clientOf, type Database, wrapSql } from "@/db/client";
import { minutesADay } from "@/lib/fleet/minute";
import { readRollProgress } from "@/lib/fleet/roll-call/roll-progress";
import { afterRollCall, type ClosedMinutes } from "./after-roll-call";
import { acquireLease, assertLease, type Lease, prolongLease, releaseLease } from "./lease";
import { readProgress, writeProgress } from "./progress";
import type { WorkerParts } from "./worker";

const judgeLease = "after-roll-call";
const progressKey = "after-roll-call/progress";
const pollMs = 500;
/** So that what was judged is not judged again for long when this process ends. */
const judgedAtOnce = 30;
/**
 * Of a seeded history: each time costs a scan of the transitions since, while the minutes cost little. The next minute
 * waits for one such stretch, a few seconds.
 */
const backlogAtOnce = 360;
/** What happened before that is news to nobody any more. */
const lookBackMinutes = 3 * minutesADay;

/**
 * How far closed minutes were handed on; and the minutes before the first of them, which wait until there is nothing
 * newer.
 */
const Progress = z.object({
  judged: z.number().int(),
  backlog: z.object({ fromMinute: z.number().int(), toMinute: z.number().int() }).nullable(),
});
type Progress = z.infer<typeof Progress>;

/**
 * Hands minutes that roll call closed to what looks at them, the newest before an older backlog. A crash leaves none
 * out.
 */
export class JudgeLoop {
  readonly #parts: WorkerParts;
  readonly #db: Database;
  #lease: Lease | null = null;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    this.#db = wrapSql(parts.sql);
  }

  async step(): Promise<number> {
    const { sql, holder, now } = this.#parts;
    const lease = await acquireLease(sql, judgeLease, holder);
    this.#lease = lease;
    const { first, last } = await readRollProgress(sql);
    if (!lease || first === null || last === null) return pollMs;
    const progress = (await readProgress(sql, progressKey, Progress)) ?? beginning(first, last);
    const due = nextMinutes(progress, last);
    if (!due) return pollMs;
    await prolongLease(sql, lease, () => this.#judge(lease, due, now()));
    return 0;
  }

  async release(): Promise<void> {
    if (this.#lease) await releaseLease(this.#parts.sql, this.#lease);
    this.#lease = null;
  }

  /**
   * Findings and progress in one transaction. The lease is asked for last and then held until the commit: so that it can be prolonged
   * meanwhile, and a judge that slept while another took over leaves neither findings nor progress.
   */
  async #judge(lease: Lease, { minutes, after }: Due, now: Date): Promise<void> {
    await this.#db.transaction(async (tx) => {
      for (const judge of afterRollCall) await judge(tx, minutes, now);
      await writeProgress(clientOf(tx), progressKey, after);
      await assertLease(clientOf(tx), lease);
    });
  }
}

/** Minutes that were rolled before any worker ran: a history that was seeded. */
function beginning(first: number, last: number): Progress {
  const fromMinute = Math.max(first, last - lookBackMinutes + 1);
  return { judged: last - 1, backlog: fromMinute < last ? { fromMinute, toMinute: last - 1 } : null };
}

type Due = { minutes: ClosedMinutes; after: Progress };

export function nextMinutes({ judged, backlog }: Progress, last: number): Due | null {
  if (judged < last) {
    const fromMinute = Math.max(judged + 1, last - lookBackMinutes + 1);
    const toMinute = Math.min(last, fromMinute + judgedAtOnce - 1);
    return { minutes: { fromMinute, toMinute }, after: { judged: toMinute, backlog } };
  }
  if (!backlog) return null;
  const { fromMinute } = backlog;
  const toMinute = Math.min(backlog.toMinute, fromMinute + backlogAtOnce - 1);
  const rest = toMinute < backlog.toMinute ? { fromMinute: toMinute + 1, toMinute: backlog.toMinute } : null;
  return { minutes: { fromMinute, toMinute }, after: { judged, backlog: rest } };
}
