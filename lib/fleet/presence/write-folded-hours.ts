import type { Sql, SqlOrTransaction } from "@/db/client";
import { minutesAnHour } from "../minute";
import { foldHour, type HourFrames, unfoldHour } from "./fold-hour";

export type FoldedHour = {
  plane: number;
  shard: number;
  /** Hours since the epoch. */
  hour: number;
  /** Minute 0 to 59 of the hour. */
  frames: HourFrames;
};

const blocksAtOnce = 64;

/**
 * Writes hours of history as folded blocks; where an hour has a block already, the two are ORed, so that writing twice
 * does no harm. Each batch is a transaction of its own. Returns how many blocks were written and their bytes.
 */
export async function writeFoldedHours(
  sql: Sql,
  hours: Iterable<FoldedHour> | AsyncIterable<FoldedHour>,
): Promise<{ blocks: number; bytes: number }> {
  const written = { blocks: 0, bytes: 0 };
  let batch: FoldedHour[] = [];
  const flush = async () => {
    const now = batch;
    batch = [];
    if (now.length === 0) return;
    written.bytes += await sql.begin((transaction) => writeFoldedBatch(transaction, now));
    written.blocks += now.length;
  };
  for await (const hour of hours) {
    batch.push(hour);
    if (batch.length >= blocksAtOnce) await flush();
  }
  await flush();
  return written;
}

/** The same for a few hours, in the caller's transaction. Returns the bytes written. */
export async function writeFoldedBatch(sql: SqlOrTransaction, hours: readonly FoldedHour[]): Promise<number> {
  const merged = new Map<string, FoldedHour>();
  // In key order, so that two writers of the same hours never deadlock.
  const inOrder = [...hours].sort((a, b) => a.plane - b.plane || a.shard - b.shard || a.hour - b.hour);
  for (const hour of inOrder) {
    const key = `${hour.plane}/${hour.shard}/${hour.hour}`;
    const twin = merged.get(key);
    merged.set(key, twin ? { ...hour, frames: orFrames(twin.frames, hour.frames) } : hour);
  }
  let bytes = 0;
  for (const { plane, shard, hour, frames } of merged.values()) {
    bytes += await writeFoldedHour(sql, { plane, shard, hour, frames });
  }
  return bytes;
}

async function writeFoldedHour(sql: SqlOrTransaction, { plane, shard, hour, frames }: FoldedHour): Promise<number> {
  const fresh = foldHour(frames);
  const inserted = await sql`
    insert into presence_blocks (plane, shard, hour, data) values (${plane}, ${shard}, ${hour}, ${Buffer.from(fresh)})
    on conflict do nothing`;
  if (inserted.count === 1) return fresh.length;
  const [present] = await sql<{ data: Uint8Array }[]>`
    select data from presence_blocks where plane = ${plane} and shard = ${shard} and hour = ${hour} for update`;
  const both = foldHour(present ? orFrames(unfoldHour(present.data), frames) : frames);
  await sql`
    update presence_blocks set data = ${Buffer.from(both)}
    where plane = ${plane} and shard = ${shard} and hour = ${hour}`;
  return both.length;
}

function orFrames(left: HourFrames, right: HourFrames): HourFrames {
  return Array.from({ length: minutesAnHour }, (_, index) => {
    const a = left[index];
    const b = right[index];
    return a && b ? a.clone().or(b) : (a ?? b);
  });
}
