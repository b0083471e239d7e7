import { closeShard } from "./close-shard";
import { eachShard } from "./each-shard";
import { ensureDays } from "./ensure-days";
import { finishSpan } from "./finish-span";
import type { RollSession } from "./roll-session";
import { ensureShardRolls } from "./shard-rolls";
import { readSpanContext, spanEnd } from "./span-context";
import { SpanTotals } from "./span-totals";

export type RollOptions = {
  /** Called after each span with the last minute that is done. */
  onProgress?(progress: { minute: number; fromMinute: number; toMinute: number; transitions: number }): void;
  /** Ends before the next span. */
  signal?: AbortSignal;
};

/**
 * Closes minutes that no roll call has closed yet, in order, span by span. Returns the last minute done and its
 * transitions.
 */
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
  const totals = new SpanTotals(context, session.directory);
  await eachShard(session.shardCount, (shard) => closeShard(session, totals, shard));
  await finishSpan(session, totals, performance.now() - startedAt);
  return totals.transitionCount;
}
