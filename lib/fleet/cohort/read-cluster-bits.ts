import type { SqlOrTransaction } from "@/db/client";
import { ShardBits } from "../bit-set";
import { dateOfMinute } from "../minute";
import { offsetOf, shardOf } from "../shard";

/** The devices that were in one of these clusters at the end of the minute ("": in none), by shard. */
export async function readClusterBits(
  sql: SqlOrTransaction,
  clusters: string[],
  minute: number,
): Promise<Map<number, ShardBits>> {
  const end = dateOfMinute(minute + 1);
  // The value that held then is the first past one that ended later, else the current one.
  const rows = await sql<{ ordinal: number }[]>`
    with past as (
      select distinct on (shard, ordinal) shard, ordinal, value from device_history
      where field = 'cluster' and "to" >= ${end} and "from" < ${end}
      order by shard, ordinal, "to"
    )
    select ordinal from devices where coalesce(cluster, '') = any(${clusters})
      and not exists (select from past where past.shard = devices.shard and past.ordinal = devices.ordinal)
    union all
    select ordinal from past where coalesce(value, '') = any(${clusters})`;
  const found = new Map<number, ShardBits>();
  for (const { ordinal } of rows) {
    const shard = shardOf(ordinal);
    const bits = found.get(shard) ?? new ShardBits();
    bits.add(offsetOf(ordinal));
    found.set(shard, bits);
  }
  return found;
}
