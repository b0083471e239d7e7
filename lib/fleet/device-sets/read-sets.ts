import type { SqlOrTransaction } from "@/db/client";
import { AppError } from "@/lib/app-error";
import { bitsFromSend, type ShardBits } from "../bit-set";

export type StoredSet = { id: string; name: string; bits: Map<number, ShardBits> };

/** Sets in the order of `ids`. Throws AppError device_set_not_found if one of them is gone. */
export async function readSets(sql: SqlOrTransaction, ids: string[]): Promise<StoredSet[]> {
  const rows = await sql<{ id: string; name: string; shard: number | null; sent: Uint8Array | null }[]>`
    select device_sets.id, name, shard, bit_send(bits) as sent from device_sets
    left join device_set_bits on set_id = device_sets.id
    where device_sets.id = any(${ids}::uuid[]) order by device_sets.id, shard`;
  const found = new Map<string, StoredSet>();
  for (const { id, name, shard, sent } of rows) {
    const set = found.get(id) ?? { id, name, bits: new Map() };
    found.set(id, set);
    if (shard !== null && sent) set.bits.set(shard, bitsFromSend(sent));
  }
  return ids.map((id) => {
    const set = found.get(id);
    if (set) return set;
    throw new AppError("not_found", "device_set_not_found", "There is no such device set: it may have been deleted.", {
      set: id,
    });
  });
}
