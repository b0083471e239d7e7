import type { SqlOrTransaction } from "@/db/client";
import { bitsFromSend, type ShardBits } from "../bit-set";
import { hourOfMinute, minutesAnHour } from "../minute";
import { unfoldHour } from "./fold-hour";
import { type PresenceQuery, spansOf } from "./presence-query";

export type PresenceMinute = { plane: number; shard: number; minute: number; bits: ShardBits };

/**
 * Every (plane, shard, minute) of the query in which a device called, by minute, shard and plane, whether the minute is
 * still hot or folded. A minute that has both (history imported under live records) is their OR. Reads span by span, so
 * a long query does not have to fit into memory.
 */
export async function* readPresence(sql: SqlOrTransaction, query: PresenceQuery): AsyncGenerator<PresenceMinute> {
  if (query.planes.length === 0 || query.shards?.length === 0) return;
  const shardCount = query.shards?.length ?? (await countShards(sql));
  for (const span of spansOf(query, shardCount)) {
    yield* await readSpan(sql, query, span.from, span.to);
  }
}

async function countShards(sql: SqlOrTransaction): Promise<number> {
  const [row] = await sql<{ shards: number }[]>`select coalesce(max(shard), 0) + 1 as shards from devices`;
  return row?.shards ?? 1;
}

async function readSpan(
  sql: SqlOrTransaction,
  query: PresenceQuery,
  from: number,
  to: number,
): Promise<PresenceMinute[]> {
  const planes = query.planes as number[];
  const ofShards = query.shards ? sql`and shard = any(${query.shards as number[]}::smallint[])` : sql``;
  const [hot, blocks] = await Promise.all([
    sql<{ plane: number; shard: number; minute: number; sent: Uint8Array }[]>`
      select plane, shard, minute, bit_send(bits) as sent from presence
      where plane = any(${planes}::smallint[]) ${ofShards} and minute between ${from} and ${to}`,
    sql<{ plane: number; shard: number; hour: number; data: Uint8Array }[]>`
      select plane, shard, hour, data from presence_blocks
      where plane = any(${planes}::smallint[]) ${ofShards}
        and hour between ${hourOfMinute(from)} and ${hourOfMinute(to)}`,
  ]);
  const found: PresenceMinute[] = [];
  const byKey = new Map<string, PresenceMinute>();
  for (const { plane, shard, hour, data } of blocks) {
    unfoldHour(data).forEach((bits, index) => {
      const minute = hour * minutesAnHour + index;
      if (!bits || minute < from || minute > to) return;
      const entry = { plane, shard, minute, bits };
      found.push(entry);
      if (hot.length > 0) byKey.set(`${plane}/${shard}/${minute}`, entry);
    });
  }
  for (const { plane, shard, minute, sent } of hot) {
    const bits = bitsFromSend(sent);
    const folded = byKey.get(`${plane}/${shard}/${minute}`);
    if (folded) folded.bits.or(bits);
    else found.push({ plane, shard, minute, bits });
  }
  return found.sort((a, b) => a.minute - b.minute || a.shard - b.shard || a.plane - b.plane);
}
