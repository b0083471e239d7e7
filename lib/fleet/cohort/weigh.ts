import { ShardBits } from "../bit-set";
import type { CountUnit } from "../types";

export type Weight = { amount: number; of(shard: number): ShardBits | null };

/**
 * What a mask is counted by: devices by one, GPUs by the binary digits of their number (Σ 2^k · devices that have the digit k).
 * `of` gives null where every device has the weight.
 */
export function weightsOf(
  unit: CountUnit,
  shards: { shard: number; gpuCount: Uint16Array; all: ShardBits }[],
): Weight[] {
  if (unit === "devices") return [{ amount: 1, of: () => null }];
  const weights: Weight[] = [];
  for (let digit = 0; digit < 16; digit++) {
    const bits = new Map<number, ShardBits>();
    for (const { shard, gpuCount, all } of shards) {
      const having = new ShardBits();
      all.visit((offset) => {
        if (((gpuCount[offset] as number) >>> digit) & 1) having.add(offset);
      });
      if (!having.isEmpty()) bits.set(shard, having);
    }
    if (bits.size > 0) weights.push({ amount: 2 ** digit, of: (shard) => bits.get(shard) ?? new ShardBits() });
  }
  return weights;
}
