import { closeShard } from "./close-shard";
import { SpanCounts } from "./dimension-counts";
import { eachShard } from "./each-shard";
import { ensureDays } from "./ensure-days";
import { finishSpan } from "./finish-span";
import type { RollSession } from "./roll-session";
import { ensureShardRolls } from "./shard-rolls";
import { readSpanContext, spanEnd } from "./span-context";

export type RollOptions = {
  /** Called after each span with the last minute that is done. */
  onProgress?(progress: { minute: number; fromMinute: number; toMinute: number; transitions: number }): void;
  /** Ends before the next span. */
  signal?: AbortSignal;
};

/** Closes minutes that no roll call has closed yet, in order, span by span. Returns the last minute done and its transitions. */
export async function rollSpans(
  session: RollSession,
  fromMinute: number,
  toMinute: number,
  options: RollOptions = {},
): Promise<{ transitions: number }> {
  let transitions = 0;
  await ensureDays(session.sql, fromMinute, toMinute);
  for (let from = fromMinute; from <= toMinute; ) {
    options.signal?.throwIfAborted();
    const to = Math.min(toMinute, spanEnd(session.directory, from));
    transitions += await rollSpan(session, from, to);
    options.onProgress?.({ minute: to, fromMinute, toMinute, transitions });
    from = to + 1;
  }
  return { transitions };
}

async function rollSpan(session: RollSession, fromMinute: number, toMinute: number): Promise<number> {
  const startedAt = performance.now();
  await session.directory.refresh(session.sql);
  await ensureShardRolls(session.sql, session.shardCount, session.lease, fromMinute - 1);
  const context = await readSpanContext(session.sql, session.directory, fromMinute, toMinute);
  const counts = new SpanCounts(fromMinute, toMinute, context.sizes);
  const transitions = new Int32Array(toMinute - fromMinute + 1);
  await eachShard(session.shardCount, async (shard) => {
    const found = await closeShard(session, context, shard, counts);
    found.forEach((count, index) => {
      transitions[index] = (transitions[index] as number) + count;
    });
  });
  await finishSpan(session, context, counts, { transitions, durationMs: performance.now() - startedAt });
  return transitions.reduce((sum, count) => sum + count, 0);
}
