import type { Sql } from "@/db/client";
import { bitsToLiteral, ShardBits } from "@/lib/fleet/bit-set";
import { shardBitCount } from "@/lib/fleet/shard";

/** Writes one minute of one plane: the devices for which `isIn` holds. */
export async function writeMinute(
  sql: Sql,
  cell: { plane: number; minute: number; devices: number },
  isIn: (ordinal: number) => boolean,
): Promise<void> {
  for (let shard = 0; shard * shardBitCount < cell.devices; shard++) {
    const bits = new ShardBits();
    for (let offset = 0; offset < shardBitCount; offset++) {
      const ordinal = shard * shardBitCount + offset;
      if (ordinal < cell.devices && isIn(ordinal)) bits.add(offset);
    }
    await sql`
      insert into presence (plane, shard, minute, bits)
      values (${cell.plane}, ${shard}, ${cell.minute}, ${bitsToLiteral(bits)}::bit(65536))
      on conflict (plane, shard, minute) do update set bits = presence.bits | excluded.bits`;
  }
}
