import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "@/db/client";
import { type Lease, leaseHolder, withLease } from "@/lib/jobs/lease";
import { minutesADay } from "../minute";
import { eachShard } from "./each-shard";
import { ensureDays } from "./ensure-days";
import { finishSpan } from "./finish-span";
import { readRollProgress } from "./roll-progress";
import { RollSession, rollCallLease, rollCallWantedLease } from "./roll-session";
import { rollShardAgain } from "./roll-shard-again";
import { type RollOptions, rollSpans } from "./roll-spans";
import { ensureShardRolls } from "./shard-rolls";
import { readSpanContext, spanEnd } from "./span-context";
import { SpanTotals } from "./span-totals";

export type RollRangeOptions = RollOptions & {
  now?: () => Date;
  /** How long to wait for a worker to give the roll call away; 60 s unless told. */
  waitMs?: number;
};

const keptMinutes = 90 * minutesADay;

/**
 * Rolls the minutes of a range of history (inclusive) from the records: after an import or a seeding. Where later
 * minutes were rolled before, they are rolled again too, since what is now known of the past may change them. Minutes
 * further back than transitions and counts are kept (90 days before the last) are left out. Takes the roll call's
 * lease; a running worker waits meanwhile. Returns the number of transitions found.
 */
export async function rollRange(
  sql: Sql,
  fromMinute: number,
  toMinute: number,
  options: RollRangeOptions = {},
): Promise<Rolled> {
  const holder = leaseHolder();
  const deadline = performance.now() + (options.waitMs ?? 60_000);
  const untilDone = async (name: string, work: (lease: Lease) => Promise<Rolled>): Promise<Rolled> => {
    for (;;) {
      const done = await withLease(sql, name, holder, work);
      if (done) return done;
      if (performance.now() > deadline) throw new Error(`the lease ${name} is held by another process`);
      await delay(200, undefined, { signal: options.signal });
    }
  };
  // The first lease asks the worker to let the second go.
  return untilDone(rollCallWantedLease, () =>
    untilDone(rollCallLease, (lease) => rollUnderLease(sql, lease, fromMinute, toMinute, options)),
  );
}

type Rolled = { transitions: number };

async function rollUnderLease(
  sql: Sql,
  lease: Lease,
  fromMinute: number,
  toMinute: number,
  options: RollRangeOptions,
): Promise<Rolled> {
  const session = new RollSession(sql, lease, options.now ?? (() => new Date()));
  const { last } = await readRollProgress(sql);
  const oldest = Math.max(toMinute, last ?? 0) - keptMinutes;
  // Minutes between were not listened in: left out, what held before them would seem to have held through them.
  const from = Math.max(last === null ? fromMinute : Math.min(fromMinute, last + 1), oldest);
  if (last === null || from > last) return rollSpans(session, from, toMinute, options);
  const again = await rollSpansAgain(session, from, last, options);
  if (toMinute <= last) return again;
  const fresh = await rollSpans(session, last + 1, toMinute, options);
  return { transitions: again.transitions + fresh.transitions };
}

async function rollSpansAgain(
  session: RollSession,
  fromMinute: number,
  lastMinute: number,
  options: RollRangeOptions,
): Promise<Rolled> {
  let transitions = 0;
  await ensureDays(session.sql, fromMinute, lastMinute);
  for (let from = fromMinute; from <= lastMinute; ) {
    options.signal?.throwIfAborted();
    await session.directory.refresh(session.sql);
    await ensureShardRolls(session.sql, session.shardCount, session.lease, lastMinute);
    const to = Math.min(lastMinute, spanEnd(session.directory, from));
    transitions += await rollSpanAgain(session, from, to);
    options.onProgress?.({ minute: to, fromMinute, toMinute: lastMinute, transitions });
    from = to + 1;
  }
  return { transitions };
}

async function rollSpanAgain(session: RollSession, fromMinute: number, toMinute: number): Promise<number> {
  const startedAt = performance.now();
  const context = await readSpanContext(session.sql, session.directory, fromMinute, toMinute);
  const totals = new SpanTotals(context, session.directory);
  await eachShard(session.shardCount, (shard) =>
    rollShardAgain(session, shard, { context, totals, toMinute, lastMinute: toMinute }),
  );
  await finishSpan(session, totals, performance.now() - startedAt);
  return totals.transitionCount;
}
