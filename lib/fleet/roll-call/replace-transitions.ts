import type { SqlOrTransaction } from "@/db/client";
import { offsetOf, shardBitCount } from "../shard";
import type { ShardStates } from "./shard-states";
import { TransitionList } from "./transition-list";
import { deleteTransitions, readTransitions, type StoredTransition, writeTransitions } from "./write-transitions";

export type ReplacedTransitions = {
  stored: StoredTransition[];
  changed: Set<number>;
  /** The first and the last minute of a transition that came or went. */
  minutes: { first: number; last: number } | null;
};

/**
 * Makes the stored transitions of the span those of `list`, touching only what differs. Returns what was stored, and
 * whose changed and when.
 */
export async function replaceTransitions(
  sql: SqlOrTransaction,
  shard: number,
  list: TransitionList,
): Promise<ReplacedTransitions> {
  const toMinute = list.fromMinute + list.countByMinute.length - 1;
  const stored = await readTransitions(sql, shard, list.fromMinute, toMinute);
  const storedList = new TransitionList(list.fromMinute, toMinute);
  for (const { ordinal, ...rest } of stored) storedList.add({ offset: offsetOf(ordinal), ...rest });
  const before = new Set(storedList.sorted());
  const after = new Set(list.sorted());
  const gone = [...before].filter((packed) => !after.has(packed));
  const fresh = [...after].filter((packed) => !before.has(packed));
  await deleteTransitions(sql, shard, list, gone);
  await writeTransitions(sql, shard, list, fresh);
  const changed = new Set<number>();
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const packed of [...gone, ...fresh]) {
    const { offset, minute } = list.unpack(packed);
    changed.add(offset);
    first = Math.min(first, minute);
    last = Math.max(last, minute);
  }
  return { stored, changed, minutes: changed.size > 0 ? { first, last } : null };
}

export function codesOf(states: ShardStates): Uint8Array {
  return Uint8Array.from({ length: shardBitCount }, (_, offset) => states.codeAt(offset));
}

/** The codes after these transitions, which are in order of minutes for each device. */
export function applyStored(codes: Uint8Array, transitions: readonly StoredTransition[]): Uint8Array {
  const after = codes.slice();
  for (const { ordinal, to } of transitions) after[offsetOf(ordinal)] = to;
  return after;
}
