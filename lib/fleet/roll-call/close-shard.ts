import { DimensionCounts, type SpanCounts } from "./dimension-counts";
import type { KnownStates } from "./known-states";
import type { RollSession } from "./roll-session";
import { rollShardAgain } from "./roll-shard-again";
import { readRolledThrough, setRolledThrough } from "./shard-rolls";
import { ShardStates } from "./shard-states";
import type { SpanContext } from "./span-context";
import { SpanPresence } from "./span-presence";
import { lastTransitions, stateRowsOf } from "./state-rows";
import { TransitionList } from "./transition-list";
import { walkShard } from "./walk-shard";
import { writeStates } from "./write-states";
import { writeTransitions } from "./write-transitions";

/**
 * Closes one shard for a span of minutes in one transaction: transitions, the states that changed, how far the shard is closed.
 * Adds its counts to `counts`. A shard that was closed before somebody died is rolled again, to the same rows.
 * Returns the number of transitions by minute.
 */
export async function closeShard(
  session: RollSession,
  context: SpanContext,
  shard: number,
  counts: SpanCounts,
): Promise<Int32Array> {
  const { fromMinute, toMinute, coverageAt } = context;
  // Only the holder of the lease closes shards, so this cannot change before the transaction.
  if ((await readRolledThrough(session.sql, shard)) >= fromMinute) {
    return rollShardAgain(session, shard, { context, counts, toMinute, lastMinute: toMinute });
  }
  return session.beginShard(shard, async (sql, known) => {
    const records = context.recordsOf(shard);
    const presence = await SpanPresence.read(sql, shard, fromMinute - records.windowReaches.length, toMinute);
    const before = statesOfKnown(known);
    const list = new TransitionList(fromMinute, toMinute);
    const running = new DimensionCounts(context.sizes);
    walkShard({
      ...{ records, presence, coverageAt, fromMinute, toMinute, sinks: [running] },
      onMinute: (minute, states) => list.addDifferences(before, states, minute),
      onCounted: (minute) => counts.add(minute, running),
    });
    await writeTransitions(sql, shard, list, list.sorted());
    const rows = await stateRowsOf({ sql, session, shard, known, presence }, lastTransitions(list));
    await writeStates(sql, shard, known, rows);
    await setRolledThrough(sql, shard, toMinute, session.lease);
    return list.countByMinute;
  });
}

function statesOfKnown(known: KnownStates): ShardStates {
  const states = new ShardStates();
  known.state.forEach((code, offset) => {
    if (code !== 0) states.setCode(offset, code);
  });
  return states;
}
