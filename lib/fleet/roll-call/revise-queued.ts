import { countAgain } from "./count-again";
import { eachShard } from "./each-shard";
import { longestWindowOf } from "./longest-window";
import { readRollProgress } from "./roll-progress";
import { type QueuedRoll, readQueue, readUncounted } from "./roll-queue";
import type { RollSession } from "./roll-session";
import { rollShardAgain } from "./roll-shard-again";
import { ensureShardRolls } from "./shard-rolls";
import { readSpanContext, spanEnd } from "./span-context";

/**
 * Rolls again what is queued: shards and minutes of which a bit came late or a record changed. Late by m, a bit can
 * move states of m and as many minutes after it as the longest window has, and the transition after those. Returns how
 * many rows and minutes were waiting; what a single call does not finish, the next one does.
 */
export async function reviseQueued(session: RollSession): Promise<number> {
  const { last } = await readRollProgress(session.sql);
  if (last === null) return 0;
  // Read before the records: whatever is committed with a row of the queue is then seen below.
  const queued = await readQueue(session.sql, last);
  if (queued.length > 0) {
    await session.directory.refresh(session.sql);
    await ensureShardRolls(session.sql, session.shardCount, session.lease, last);
    const byShard = new Map<number, QueuedRoll[]>();
    for (const row of queued) byShard.set(row.shard, [...(byShard.get(row.shard) ?? []), row]);
    const shards = [...byShard.keys()];
    await eachShard(shards.length, async (index) => {
      const shard = shards[index] as number;
      for (const run of runsOf(byShard.get(shard) ?? [], longestWindowOf(session.directory, shard))) {
        await reviseRun(session, shard, run, last);
      }
    });
  }
  return queued.length + (await countUncounted(session));
}

type Run = { fromMinute: number; toMinute: number; queued: QueuedRoll[] };

/** Minutes whose effects touch each other are rolled together. */
function runsOf(queued: readonly QueuedRoll[], windowMinutes: number): Run[] {
  const runs: Run[] = [];
  for (const row of [...queued].sort((a, b) => a.minute - b.minute)) {
    const run = runs.at(-1);
    const toMinute = row.minute + windowMinutes;
    if (run && row.minute <= run.toMinute + 1) {
      run.toMinute = toMinute;
      run.queued.push(row);
    } else runs.push({ fromMinute: row.minute, toMinute, queued: [row] });
  }
  return runs;
}

async function reviseRun(session: RollSession, shard: number, run: Run, lastMinute: number): Promise<void> {
  const toMinute = Math.min(run.toMinute, lastMinute);
  const end = Math.min(toMinute, spanEnd(session.directory, run.fromMinute));
  const context = await readSpanContext(session.sql, session.directory, run.fromMinute, end);
  await rollShardAgain(session, shard, { context, toMinute, lastMinute, queued: run.queued });
}

// A revision of days is counted bit by bit, so that the next minute's roll call need not wait for it.
const countedAtOnce = 240;

/** Minutes that are marked for counting, also by somebody who died before they counted: the latest of them. */
async function countUncounted(session: RollSession): Promise<number> {
  const minutes = (await readUncounted(session.sql)).slice(-countedAtOnce);
  for (let index = 0; index < minutes.length; ) {
    const from = minutes[index] as number;
    const end = spanEnd(session.directory, from);
    let to = from;
    while (minutes[index + 1] === to + 1 && to < end) to = minutes[++index] as number;
    index++;
    await countAgain(session, from, to);
  }
  return minutes.length;
}
