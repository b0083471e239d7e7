import type { Sql, SqlOrTransaction } from "@/db/client";
import { dropPartition } from "@/db/partitions";
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
  const compared: Compared = { minutes: 0, bits: 0 };
  for (let hour = day * hoursADay; hour < (day + 1) * hoursADay; hour++) {
    for (let shard = 0; shard < (bound?.shards ?? 0); shard++) {
      signal?.throwIfAborted();
      const { minutes, bits } = await sql.begin((transaction) => foldShardHour(transaction, shard, hour));
      compared.minutes += minutes;
      compared.bits += bits;
    }
  }
  // Nobody writes to a day that is to be folded; should somebody have, its rows or their bits are more than were compared and
  // it stays: bits are only ever added. A gateway that slept for a week merges what it had acknowledged when it wakes up.
  return { minutes: compared.minutes, isDropped: await dropPartition(sql, "presence", day, compared) };
}

type Compared = { minutes: number; bits: number };

/** Returns how many hot minutes the blocks were compared with, and how many bits those held. */
async function foldShardHour(sql: SqlOrTransaction, shard: number, hour: number): Promise<Compared> {
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
  const bits = [...byPlane.values()].flat().reduce((sum, frame) => sum + (frame?.count() ?? 0), 0);
  return { minutes: rows.length, bits };
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
