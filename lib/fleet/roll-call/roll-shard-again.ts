import type { TransactionSql } from "postgres";
import { correctedRows } from "./corrected-rows";
import { DimensionCounts, type SpanCounts } from "./dimension-counts";
import type { KnownStates } from "./known-states";
import { applyStored, codesOf, replaceTransitions } from "./replace-transitions";
import { readRollProgress } from "./roll-progress";
import { markForCounting, type QueuedRoll, settleQueue } from "./roll-queue";
import type { RollSession } from "./roll-session";
import { setRolledThrough } from "./shard-rolls";
import { ShardStates } from "./shard-states";
import { readSpanContext, type SpanContext, spanEnd } from "./span-context";
import { SpanPresence } from "./span-presence";
import { TransitionList } from "./transition-list";
import { statesOf, walkShard } from "./walk-shard";
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
  /** For a single span: takes its counts. */
  counts?: SpanCounts;
};

/**
 * Rolls minutes of a shard that are closed already, in one transaction: replaces the transitions that differ, corrects the states, and
 * marks the minutes for counting. Depends on nothing but the records, so doing it twice, or again after a crash, gives the same
 * rows. Returns the transitions by minute of the last span.
 */
export async function rollShardAgain(session: RollSession, shard: number, roll: RollAgain): Promise<Int32Array> {
  return session.beginShard(shard, async (sql, known) => {
    let context = roll.context;
    let storedBefore: Uint8Array | undefined;
    for (;;) {
      const rolled = await rollSpanAgain(sql, session, context, shard, { known, storedBefore, counts: roll.counts });
      await markForCounting(sql, context.fromMinute, context.toMinute);
      const isDone = context.toMinute >= roll.toMinute && rolled.isSettled;
      if (isDone || context.toMinute >= roll.lastMinute) {
        // Attributes and verifications are counted without a state that tells of them, so their minutes are counted to the end.
        await markForCounting(sql, context.toMinute + 1, roll.lastMinute);
        await settleQueue(sql, roll.queued ?? []);
        await setRolledThrough(sql, shard, context.toMinute, session.lease);
        return rolled.transitions;
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

type RolledSpan = {
  transitions: Int32Array;
  /** The states that had been stored for the last minute of the span. */
  storedAtEnd: Uint8Array;
  /** Whether those are the ones found now: then nothing after the span can differ by what changed before. */
  isSettled: boolean;
};

async function rollSpanAgain(
  sql: TransactionSql,
  session: RollSession,
  context: SpanContext,
  shard: number,
  given: { known: KnownStates; storedBefore: Uint8Array | undefined; counts: SpanCounts | undefined },
): Promise<RolledSpan> {
  const { fromMinute, toMinute, coverageAt } = context;
  const { known, counts } = given;
  const records = context.recordsOf(shard);
  const presence = await SpanPresence.read(sql, shard, fromMinute - records.windowReaches.length, toMinute);
  const { first } = await readRollProgress(sql);
  const isFirst = first === null || fromMinute <= first;
  const before = isFirst ? new ShardStates() : statesOf({ records, presence, coverageAt });
  const storedBefore = given.storedBefore ?? codesOf(before);
  const list = new TransitionList(fromMinute, toMinute);
  const running = new DimensionCounts(context.sizes);
  const last = walkShard({
    ...{ records, presence, coverageAt, fromMinute, toMinute, sinks: counts ? [running] : [] },
    onMinute: (minute, states) => list.addDifferences(before, states, minute),
    onCounted: (minute) => counts?.add(minute, running),
  });
  const { stored, changed } = await replaceTransitions(sql, shard, list);
  const rows = await correctedRows({ sql, session, shard, known, presence }, list, changed);
  await writeStates(sql, shard, known, rows);
  const storedAtEnd = applyStored(storedBefore, stored);
  const isSettled = storedAtEnd.every((code, offset) => code === last.codeAt(offset));
  return { transitions: list.countByMinute, storedAtEnd, isSettled };
}
