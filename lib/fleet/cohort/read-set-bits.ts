import type { SqlOrTransaction } from "@/db/client";
import { AppError } from "@/lib/app-error";
import { bitsFromSend, type ShardBits } from "../bit-set";

/** The devices of a saved set, by shard. Throws AppError device_set_not_found. */
export async function readSetBits(sql: SqlOrTransaction, id: string): Promise<Map<number, ShardBits>> {
  const rows = await sql<{ shard: number | null; sent: Uint8Array | null }[]>`
    select shard, bit_send(bits) as sent from device_sets
    left join device_set_bits on set_id = device_sets.id where device_sets.id = ${id} order by shard`;
  if (rows.length === 0) {
    throw new AppError("not_found", "device_set_not_found", "There is no such device set: it may have been deleted.");
  }
  const bits = new Map<number, ShardBits>();
  for (const { shard, sent } of rows) if (shard !== null && sent) bits.set(shard, bitsFromSend(sent));
  return bits;
}
