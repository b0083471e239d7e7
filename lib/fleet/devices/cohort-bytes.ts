import type { ShardBits } from "../bit-set";
import { shardByteCount } from "../shard";

/** All shards of a cohort in one run of bytes, by ordinal: one parameter, tested with get_bit(bytes, ordinal # 7). */
export function cohortBytes(cohort: Map<number, ShardBits>): Buffer {
  const shards = Math.max(-1, ...cohort.keys()) + 1;
  const bytes = Buffer.alloc(shards * shardByteCount);
  for (const [shard, bits] of cohort) bytes.set(bits.bytes, shard * shardByteCount);
  return bytes;
}
