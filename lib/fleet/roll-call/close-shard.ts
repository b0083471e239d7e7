import type { SqlOrTransaction } from "@/db/client";
import { ordinalOf } from "../shard";
import { stateCodes } from "../states";
import type { KnownStates } from "./known-states";
import { queueRoll } from "./queue-roll";
import { readRollProgress } from "./roll-progress";
import type { RollSession } from "./roll-session";
import { rollShardAgain } from "./roll-shard-again";
import { readRolledThrough, setRolledThrough } from "./shard-rolls";
import { ShardStates } from "./shard-states";
import { SpanPresence } from "./span-presence";
import type { SpanTotals } from "./span-totals";
import { lastTransitions, stateRowsOf } from "./state-rows";
import type { TransitionList } from "./transition-list";
import { writeStates } from "./write-states";
import { writeTransitions } from "./write-transitions";

/**
 * Closes one shard for a span of minutes in one transaction: transitions, the states that changed, how far the shard is
 * closed. Adds what it counts to `totals`. A shard that was closed before somebody died is rolled again, to the same
 * rows.
 */
export async function closeShard(session: RollSession, totals: SpanTotals, shard: number): Promise<void> {
  const { context } = totals;
  const { fromMinute, toMinute } = context;
  // Only the holder of the lease closes shards, so this cannot change before the transaction.
  if ((await readRolledThrough(session.sql, shard)) >= fromMinute) {
    await rollShardAgain(session, shard, { context, totals, toMinute, lastMinute: toMinute });
    return;
  }
  await session.beginShard(shard, async (sql, known) => {
    const records = context.recordsOf(shard);
    const presence = await SpanPresence.read(sql, shard, fromMinute - records.windowReaches.length, toMinute);
    const { list } = totals.walk({ records, presence }, statesOfKnown(known));
    await writeTransitions(sql, shard, list, list.sorted());
    const rows = await stateRowsOf({ sql, session, shard, known, presence }, lastTransitions(list));
    await writeStates(sql, shard, known, rows);
    await queueLateEnrolments(sql, session, shard, { fromMinute, offsets: firstSeenAt(list, fromMinute) });
    await setRolledThrough(sql, shard, toMinute, session.lease);
  });
}

/** Further back it was no race with the roll call: whoever enrols into the past rolls that range. */
const lateEnrolmentMinutes = 60;

function firstSeenAt(list: TransitionList, minute: number): number[] {
  const offsets: number[] = [];
  for (const each of list) if (each.minute === minute && each.from === stateCodes.none) offsets.push(each.offset);
  return offsets;
}

/** A device whose enrolment was committed just after its minute was closed: from that minute on it is rolled again. */
async function queueLateEnrolments(
  sql: SqlOrTransaction,
  session: RollSession,
  shard: number,
  found: { fromMinute: number; offsets: readonly number[] },
): Promise<void> {
  if (found.offsets.length === 0) return;
  const { first } = await readRollProgress(sql);
  if (first === null) return;
  const earliest = Math.max(first, found.fromMinute - lateEnrolmentMinutes);
  const minutes = found.offsets
    .map((offset) => session.directory.enrolledMinute[ordinalOf(shard, offset)] as number)
    .filter((minute) => minute >= earliest && minute < found.fromMinute);
  if (minutes.length > 0)
    await queueRoll(
      sql,
      shard,
      minutes.reduce((a, b) => Math.min(a, b)),
    );
}

function statesOfKnown(known: KnownStates): ShardStates {
  const states = new ShardStates();
  known.state.forEach((code, offset) => {
    if (code !== 0) states.setCode(offset, code);
  });
  return states;
}
