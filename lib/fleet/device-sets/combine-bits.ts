import type { ShardBits } from "../bit-set";
import type { SetOperation } from "./device-set";

type BitsByShard = ReadonlyMap<number, ShardBits>;

/** The union or intersection of sets, or the first without all others, by shard; empty shards are left out. */
export function combineBits(op: SetOperation, sets: readonly BitsByShard[]): Map<number, ShardBits> {
  const [first, ...others] = sets;
  const result = new Map<number, ShardBits>();
  for (const [shard, bits] of first ?? []) result.set(shard, bits.clone());
  for (const other of others) {
    if (op === "union") for (const [shard, bits] of other) unite(result, shard, bits);
    else for (const [shard, bits] of result) narrow(op, result, shard, bits, other.get(shard));
  }
  for (const [shard, bits] of result) if (bits.isEmpty()) result.delete(shard);
  return result;
}

function unite(result: Map<number, ShardBits>, shard: number, bits: ShardBits): void {
  const present = result.get(shard);
  if (present) present.or(bits);
  else result.set(shard, bits.clone());
}

function narrow(
  op: "intersection" | "difference",
  result: Map<number, ShardBits>,
  shard: number,
  bits: ShardBits,
  other: ShardBits | undefined,
): void {
  if (op === "difference") {
    if (other) bits.andNot(other);
  } else if (other) bits.and(other);
  else result.delete(shard);
}
