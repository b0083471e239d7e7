import type { Sql, SqlOrTransaction } from "@/db/client";
import { partitionName } from "@/db/partitions";
import { bitsFromSend, ShardBits } from "../bit-set";
import { minutesADay, minutesAnHour } from "../minute";
import { type HourFrames, unfoldHour } from "./fold-hour";
import { writeFoldedBatch } from "./write-folded-hours";

export type FoldedDay = { minutes: number; isDropped: boolean };

const hoursADay = minutesADay / minutesAnHour;

/**
 * Folds a day of hot minutes into hour blocks and drops its partition, but only when every bit of it was read back from
 * the blocks that were written. Safe to break off and begin again: an hour that was folded already is folded into
 * itself.
 */
export async function foldDay(sql: Sql, day: number, signal?: AbortSignal): Promise<FoldedDay> {
  const [bound] = await sql<{ shards: number }[]>`
    select coalesce(max(shard), -1) + 1 as shards from presence
    where minute between ${day * minutesADay} and ${(day + 1) * minutesADay - 1}`;
  let minutes = 0;
  for (let hour = day * hoursADay; hour < (day + 1) * hoursADay; hour++) {
    for (let shard = 0; shard < (bound?.shards ?? 0); shard++) {
      signal?.throwIfAborted();
      minutes += await sql.begin((transaction) => foldShardHour(transaction, shard, hour));
    }
  }
  return { minutes, isDropped: await dropIfComplete(sql, day, minutes) };
}

/** Returns how many hot minutes the blocks were compared with. */
async function foldShardHour(sql: SqlOrTransaction, shard: number, hour: number): Promise<number> {
  const first = hour * minutesAnHour;
  const rows = await sql<{ plane: number; minute: number; sent: Uint8Array }[]>`
    select plane, minute, bit_send(bits) as sent from presence
    where shard = ${shard} and minute between ${first} and ${first + minutesAnHour - 1} order by plane, minute`;
  const byPlane = new Map<number, (ShardBits | undefined)[]>();
  for (const { plane, minute, sent } of rows) {
    const frames =
      byPlane.get(plane) ?? Array.from({ length: minutesAnHour }, () => undefined as ShardBits | undefined);
    frames[minute - first] = bitsFromSend(sent);
    byPlane.set(plane, frames);
  }
  for (const [plane, frames] of byPlane) {
    await writeFoldedBatch(sql, [{ plane, shard, hour, frames }]);
    await compare(sql, { plane, shard, hour, frames });
  }
  return rows.length;
}

async function compare(
  sql: SqlOrTransaction,
  hot: { plane: number; shard: number; hour: number; frames: HourFrames },
): Promise<void> {
  const { plane, shard, hour } = hot;
  const [block] = await sql<{ data: Uint8Array }[]>`
    select data from presence_blocks where plane = ${plane} and shard = ${shard} and hour = ${hour}`;
  const folded = block ? unfoldHour(block.data) : [];
  hot.frames.forEach((bits, index) => {
    // The block may hold more: history that was imported for the same hour.
    const missing = bits?.clone().andNot(folded[index] ?? new ShardBits());
    if (missing && !missing.isEmpty()) {
      throw new Error(`a folded hour lacks bits of its minutes: plane ${plane}, shard ${shard}, hour ${hour}`);
    }
  });
}

/**
 * Nobody writes to a day that is to be folded; should somebody have, its rows are more than were compared and it stays.
 */
async function dropIfComplete(sql: Sql, day: number, minutes: number): Promise<boolean> {
  const name = partitionName("presence", day);
  return sql.begin(async (transaction) => {
    await transaction.unsafe(`lock table ${name} in access exclusive mode`);
    const [left] = await transaction.unsafe<{ count: number }[]>(`select count(*)::int as count from ${name}`);
    if (left?.count !== minutes) return false;
    await transaction.unsafe(`drop table ${name}`);
    return true;
  });
}
