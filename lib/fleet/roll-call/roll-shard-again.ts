import type { TransactionSql } from "postgres";
import { correctedRows } from "./corrected-rows";
import type { KnownStates } from "./known-states";
import { applyStored, codesOf, replaceTransitions } from "./replace-transitions";
import { readRollProgress } from "./roll-progress";
import { markForCounting, markMoved, type QueuedRoll, settleQueue } from "./roll-queue";
import type { RollSession } from "./roll-session";
import { setRolledThrough } from "./shard-rolls";
import { ShardStates } from "./shard-states";
import { readSpanContext, type SpanContext, spanEnd } from "./span-context";
import { SpanPresence } from "./span-presence";
import { SpanTotals } from "./span-totals";
import { statesOf } from "./walk-shard";
import { writeStates } from "./write-states";

export type RollAgain = {
  /** The first span. */
  context: SpanContext;
  /** At least through this minute. */
  toMinute: number;
  /** And on until the stored states are the ones found, at most through this minute, the last one closed. */
  lastMinute: number;
  /** The rows of the queue that this settles. */
  queued?: readonly QueuedRoll[];
  /** For a single span: takes what it counts. */
  totals?: SpanTotals;
};

/**
 * Rolls minutes of a shard that are closed already, in one transaction: replaces the transitions that differ, corrects
 * the states, and marks the minutes for counting. Depends on nothing but the records, so doing it twice, or again after
 * a crash, gives the same rows.
 */
export async function rollShardAgain(session: RollSession, shard: number, roll: RollAgain): Promise<void> {
  await session.beginShard(shard, async (sql, known) => {
    let context = roll.context;
    let storedBefore: Uint8Array | undefined;
    const moved: Minutes[] = [];
    for (;;) {
      const totals = roll.totals ?? new SpanTotals(context, session.directory);
      const rolled = await rollSpanAgain(sql, session, totals, shard, { known, storedBefore });
      await markForCounting(sql, context.fromMinute, context.toMinute);
      if (rolled.moved) moved.push(rolled.moved);
      const isDone = context.toMinute >= roll.toMinute && rolled.isSettled;
      if (isDone || context.toMinute >= roll.lastMinute) {
        // Attributes and verifications are counted without a state that tells of them, so their minutes are counted to
        // the end.
        await markForCounting(sql, context.toMinute + 1, roll.lastMinute);
        // After all marks for counting, so that two shards take the rows that they share in one order.
        for (const { first, last } of moved) await markMoved(sql, first, last);
        await settleQueue(sql, roll.queued ?? []);
        await setRolledThrough(sql, shard, context.toMinute, session.lease);
        return;
      }
      storedBefore = rolled.storedAtEnd;
      const next = context.toMinute + 1;
      context = await readSpanContext(
        sql,
        session.directory,
        next,
        Math.min(roll.lastMinute, spanEnd(session.directory, next)),
      );
    }
  });
}

type Minutes = { first: number; last: number };

type RolledSpan = {
  /** The states that had been stored for the last minute of the span. */
  storedAtEnd: Uint8Array;
  /** Whether those are the ones found now: then nothing after the span can differ by what changed before. */
  isSettled: boolean;
  /** Where states may be others than the stored ones were. */
  moved: Minutes | null;
};

async function rollSpanAgain(
  sql: TransactionSql,
  session: RollSession,
  totals: SpanTotals,
  shard: number,
  given: { known: KnownStates; storedBefore: Uint8Array | undefined },
): Promise<RolledSpan> {
  const { fromMinute, toMinute, coverageAt, recordsOf } = totals.context;
  const { known } = given;
  const records = recordsOf(shard);
  const presence = await SpanPresence.read(sql, shard, fromMinute - records.windowReaches.length, toMinute);
  const { first: firstRolled } = await readRollProgress(sql);
  const isFirst = firstRolled === null || fromMinute <= firstRolled;
  const before = isFirst ? new ShardStates() : statesOf({ records, presence, coverageAt });
  const storedBefore = given.storedBefore ?? codesOf(before);
  const isMovedBefore = storedBefore.some((code, offset) => code !== before.codeAt(offset));
  const { list, last } = totals.walk({ records, presence }, before);
  const { stored, changed, minutes } = await replaceTransitions(sql, shard, list);
  const rows = await correctedRows({ sql, session, shard, known, presence }, list, changed);
  await writeStates(sql, shard, known, rows);
  const storedAtEnd = applyStored(storedBefore, stored);
  const isSettled = storedAtEnd.every((code, offset) => code === last.codeAt(offset));
  // They differ between transitions that came or went, and from the last of those on until settled.
  const first = isMovedBefore ? fromMinute : minutes?.first;
  const moved = first === undefined ? null : { first, last: isSettled && minutes ? minutes.last : toMinute };
  return { storedAtEnd, isSettled, moved };
}
