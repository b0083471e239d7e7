import type { SqlOrTransaction } from "@/db/client";
import { ShardBits } from "@/lib/fleet/bit-set";
import { mergePresence, type PresenceBits } from "./merge-presence";

type JournalRow = { minute: number; plane: number; shard: number; ordinals: Uint8Array };

/**
 * Merges the whole journal of a gateway into presence, inside the caller's transaction; exactly the rows that it deletes.
 * Returns how many they were.
 */
export async function mergeJournalOf(tx: SqlOrTransaction, gatewayId: number): Promise<number> {
  const rows = await tx<JournalRow[]>`
    delete from presence_journal where gateway = ${gatewayId} returning minute, plane, shard, ordinals`;
  const cells = new Map<string, PresenceBits>();
  for (const row of rows) {
    const key = `${row.plane}|${row.shard}|${row.minute}`;
    const cell = cells.get(key) ?? { plane: row.plane, shard: row.shard, minute: row.minute, bits: new ShardBits() };
    cells.set(key, cell);
    addOffsets(cell.bits, row.ordinals);
  }
  await mergePresence(tx, [...cells.values()]);
  return rows.length;
}

function addOffsets(bits: ShardBits, ordinals: Uint8Array): void {
  for (let i = 0; i + 1 < ordinals.length; i += 2) {
    bits.add((ordinals[i] as number) | ((ordinals[i + 1] as number) << 8));
  }
}
