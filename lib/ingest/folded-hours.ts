import type { SqlOrTransaction } from "@/db/client";
import { hourOfMinute } from "@/lib/fleet/minute";
import { planes } from "@/lib/fleet/planes";

/** Of the hours that a heartbeat could still be dated into, those that are folded: an import may have brought them. */
export async function readFoldedHours(sql: SqlOrTransaction, minute: number, shardCount: number): Promise<Set<number>> {
  const shards = Array.from({ length: shardCount }, (_, shard) => shard);
  const rows = await sql<{ hour: number }[]>`
    select distinct hour from presence_blocks
    where plane = any(${Object.values(planes)}::smallint[]) and shard = any(${shards}::smallint[])
      and hour between ${hourOfMinute(minute - 11)} and ${hourOfMinute(minute + 1)}
    order by hour`;
  return new Set(rows.map((row) => row.hour));
}
