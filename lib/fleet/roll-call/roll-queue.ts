import type { SqlOrTransaction } from "@/db/client";

export type QueuedRoll = { shard: number; minute: number; queuedAt: string };

/**
 * In roll_queue it stands for the counts of the whole fleet: a minute whose shards are rolled again and that is not
 * counted yet.
 */
const countingShard = -1;
/** And so does this for a closed minute in which a device's state became another, also where no count tells of it. */
const movedShard = -2;

/** What is queued up to `lastMinute`, by shard and minute. */
export async function readQueue(sql: SqlOrTransaction, lastMinute: number): Promise<QueuedRoll[]> {
  return sql<QueuedRoll[]>`
    select shard, minute, queued_at::text as "queuedAt" from roll_queue
    where shard >= 0 and minute <= ${lastMinute} order by shard, minute`;
}

/** Minutes that wait for counting, ascending. */
export async function readUncounted(sql: SqlOrTransaction): Promise<number[]> {
  const rows = await sql<{ minute: number }[]>`
    select minute from roll_queue where shard = ${countingShard} order by minute`;
  return rows.map((row) => row.minute);
}

/** Takes rows off the queue; one that was queued again after it was read stays. */
export async function settleQueue(sql: SqlOrTransaction, rows: readonly QueuedRoll[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    delete from roll_queue queue
    using unnest(
      ${rows.map((row) => row.shard)}::smallint[], ${rows.map((row) => row.minute)}::int[],
      ${rows.map((row) => row.queuedAt)}::text[]::timestamptz[]
    ) settled (shard, minute, queued_at)
    where queue.shard = settled.shard and queue.minute = settled.minute and queue.queued_at = settled.queued_at`;
}

export async function markForCounting(sql: SqlOrTransaction, fromMinute: number, toMinute: number): Promise<void> {
  await sql`
    insert into roll_queue (shard, minute)
    select ${countingShard}, minute from generate_series(${fromMinute}::int, ${toMinute}::int) minute
    on conflict do nothing`;
}

/** Minutes that were called before and in which states have moved since. */
export async function markMoved(sql: SqlOrTransaction, fromMinute: number, toMinute: number): Promise<void> {
  await sql`
    insert into roll_queue (shard, minute)
    select ${movedShard}, minute from roll_calls where minute between ${fromMinute} and ${toMinute} order by minute
    on conflict do nothing`;
}

/** Takes the span's marks off the queue; returns the minutes in which states had moved. */
export async function settleCounting(sql: SqlOrTransaction, fromMinute: number, toMinute: number): Promise<number[]> {
  const settled = await sql<{ shard: number; minute: number }[]>`
    delete from roll_queue where shard < 0 and minute between ${fromMinute} and ${toMinute} returning shard, minute`;
  return settled.filter(({ shard }) => shard === movedShard).map(({ minute }) => minute);
}
