import type { Sql } from "@/db/client";
import { bitsFromSend } from "@/lib/fleet/bit-set";
import { ordinalOf } from "@/lib/fleet/shard";

/** Every bit of presence, as "plane/minute/ordinal", sorted. */
export async function readBits(sql: Sql): Promise<string[]> {
  const rows = await sql<{ plane: number; shard: number; minute: number; bits: Uint8Array }[]>`
    select plane, shard, minute, bit_send(bits) as bits from presence`;
  const found: string[] = [];
  for (const { plane, shard, minute, bits } of rows) {
    bitsFromSend(bits).visit((offset) => found.push(`${plane}/${minute}/${ordinalOf(shard, offset)}`));
  }
  return found.sort();
}
