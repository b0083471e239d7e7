import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "@/db/client";
import { type Lease, leaseHolder, withLease } from "@/lib/jobs/lease";
import { minutesADay } from "../minute";
import { SpanCounts } from "./dimension-counts";
import { eachShard } from "./each-shard";
import { ensureDays } from "./ensure-days";
import { finishSpan } from "./finish-span";
import { readRollProgress } from "./roll-progress";
import { RollSession, rollCallLease, rollCallWantedLease } from "./roll-session";
import { rollShardAgain } from "./roll-shard-again";
import { type RollOptions, rollSpans } from "./roll-spans";
import { ensureShardRolls } from "./shard-rolls";
import { readSpanContext, spanEnd } from "./span-context";

export type RollRangeOptions = RollOptions & {
  now?: () => Date;
  /** How long to wait for a worker to give the roll call away; 60 s unless told. */
  waitMs?: number;
};

const keptMinutes = 90 * minutesADay;

/**
 * Rolls the minutes of a range of history (inclusive) from the records: after an import or a seeding. Where later minutes were rolled
 * before, they are rolled again too, since what is now known of the past may change them. Minutes further back than transitions
 * and counts are kept (90 days before the last) are left out. Takes the roll call's lease; a running worker waits meanwhile.
 * Returns the number of transitions found.
 */
export async function rollRange(
  sql: Sql,
  fromMinute: number,
  toMinute: number,
  options: RollRangeOptions = {},
): Promise<{ transitions: number }> {
  const holder = leaseHolder();
  const deadline = performance.now() + (options.waitMs ?? 60_000);
  for (;;) {
    const done = await withLease(sql, rollCallWantedLease, holder, () =>
      withLease(sql, rollCallLease, holder, (lease) => rollUnderLease(sql, lease, fromMinute, toMinute, options)),
    );
    if (done) return done;
    if (performance.now() > deadline) throw new Error("the roll call is held by another process");
    await delay(200, undefined, { signal: options.signal });
  }
}

async function rollUnderLease(
  sql: Sql,
  lease: Lease,
  fromMinute: number,
  toMinute: number,
  options: RollRangeOptions,
): Promise<{ transitions: number }> {
  const session = new RollSession(sql, lease, options.now ?? (() => new Date()));
  const { last } = await readRollProgress(sql);
  const from = Math.max(fromMinute, Math.max(toMinute, last ?? 0) - keptMinutes);
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
): Promise<{ transitions: number }> {
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
  const counts = new SpanCounts(fromMinute, toMinute, context.sizes);
  const transitions = new Int32Array(toMinute - fromMinute + 1);
  await eachShard(session.shardCount, async (shard) => {
    const found = await rollShardAgain(session, shard, { context, counts, toMinute, lastMinute: toMinute });
    found.forEach((count, index) => {
      transitions[index] = (transitions[index] as number) + count;
    });
  });
  await finishSpan(session, context, counts, { transitions, durationMs: performance.now() - startedAt });
  return transitions.reduce((sum, count) => sum + count, 0);
}
