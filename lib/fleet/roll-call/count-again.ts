import { eachShard } from "./each-shard";
import { finishSpan } from "./finish-span";
import { readRollProgress } from "./roll-progress";
import type { RollSession } from "./roll-session";
import { ShardStates } from "./shard-states";
import { readSpanContext } from "./span-context";
import { SpanPresence } from "./span-presence";
import { SpanTotals } from "./span-totals";
import { statesOf } from "./walk-shard";

/** Counts closed minutes of the whole fleet again, from the records alone. */
export async function countAgain(session: RollSession, fromMinute: number, toMinute: number): Promise<void> {
  const startedAt = performance.now();
  const context = await readSpanContext(session.sql, session.directory, fromMinute, toMinute);
  const { first } = await readRollProgress(session.sql);
  const isFirst = first === null || fromMinute <= first;
  const totals = new SpanTotals(context, session.directory);
  await eachShard(session.shardCount, (shard) => countShard(session, totals, shard, isFirst));
  await finishSpan(session, totals, performance.now() - startedAt);
}

async function countShard(session: RollSession, totals: SpanTotals, shard: number, isFirst: boolean): Promise<void> {
  const { fromMinute, toMinute, coverageAt, recordsOf } = totals.context;
  const records = recordsOf(shard);
  const presence = await SpanPresence.read(session.sql, shard, fromMinute - records.windowReaches.length, toMinute);
  totals.walk({ records, presence }, isFirst ? new ShardStates() : statesOf({ records, presence, coverageAt }));
}
