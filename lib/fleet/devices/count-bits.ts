import type { ShardBits } from "../bit-set";

/** How many devices a cohort has. */
export function countBits(cohort: ReadonlyMap<number, ShardBits>): number {
  let total = 0;
  for (const bits of cohort.values()) total += bits.count();
  return total;
}
