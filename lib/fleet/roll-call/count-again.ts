import { DimensionCounts, SpanCounts } from "./dimension-counts";
import { eachShard } from "./each-shard";
import { finishSpan } from "./finish-span";
import { readRollProgress } from "./roll-progress";
import type { RollSession } from "./roll-session";
import { ShardStates } from "./shard-states";
import { readSpanContext, type SpanContext } from "./span-context";
import { SpanPresence } from "./span-presence";
import { TransitionList } from "./transition-list";
import { statesOf, walkShard } from "./walk-shard";

/** Counts closed minutes of the whole fleet again, from the records alone. */
export async function countAgain(session: RollSession, fromMinute: number, toMinute: number): Promise<void> {
  const startedAt = performance.now();
  const context = await readSpanContext(session.sql, session.directory, fromMinute, toMinute);
  const { first } = await readRollProgress(session.sql);
  const isFirst = first === null || fromMinute <= first;
  const counts = new SpanCounts(fromMinute, toMinute, context.sizes);
  const transitions = new Int32Array(toMinute - fromMinute + 1);
  await eachShard(session.shardCount, async (shard) => {
    const found = await countShard(session, context, shard, counts, isFirst);
    found.forEach((count, index) => {
      transitions[index] = (transitions[index] as number) + count;
    });
  });
  await finishSpan(session, context, counts, { transitions, durationMs: performance.now() - startedAt });
}

async function countShard(
  session: RollSession,
  context: SpanContext,
  shard: number,
  counts: SpanCounts,
  isFirst: boolean,
): Promise<Int32Array> {
  const { fromMinute, toMinute, coverageAt } = context;
  const records = context.recordsOf(shard);
  const presence = await SpanPresence.read(session.sql, shard, fromMinute - records.windowReaches.length, toMinute);
  const before = isFirst ? new ShardStates() : statesOf({ records, presence, coverageAt });
  const list = new TransitionList(fromMinute, toMinute);
  const running = new DimensionCounts(context.sizes);
  walkShard({
    ...{ records, presence, coverageAt, fromMinute, toMinute, sinks: [running] },
    onMinute: (minute, states) => list.addDifferences(before, states, minute),
    onCounted: (minute) => counts.add(minute, running),
  });
  return list.countByMinute;
}
