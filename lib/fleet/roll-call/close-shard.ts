import type { KnownStates } from "./known-states";
import type { RollSession } from "./roll-session";
import { rollShardAgain } from "./roll-shard-again";
import { readRolledThrough, setRolledThrough } from "./shard-rolls";
import { ShardStates } from "./shard-states";
import { SpanPresence } from "./span-presence";
import type { SpanTotals } from "./span-totals";
import { lastTransitions, stateRowsOf } from "./state-rows";
import { writeStates } from "./write-states";
import { writeTransitions } from "./write-transitions";

/**
 * Closes one shard for a span of minutes in one transaction: transitions, the states that changed, how far the shard is closed.
 * Adds what it counts to `totals`. A shard that was closed before somebody died is rolled again, to the same rows.
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
    await setRolledThrough(sql, shard, toMinute, session.lease);
  });
}

function statesOfKnown(known: KnownStates): ShardStates {
  const states = new ShardStates();
  known.state.forEach((code, offset) => {
    if (code !== 0) states.setCode(offset, code);
  });
  return states;
}
