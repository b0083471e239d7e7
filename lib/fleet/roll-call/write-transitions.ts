import type { SqlOrTransaction } from "@/db/client";
import { ordinalOf } from "../shard";
import { intArray } from "./int-array";
import type { TransitionList } from "./transition-list";

const rowsAtOnce = 50_000;

/**
 * Inserts `packed` transitions, which are sorted by device and minute, the order of the primary key. By unnest and not
 * COPY: postgres.js never ends a COPY that the server refuses after the last byte was sent.
 */
export async function writeTransitions(
  sql: SqlOrTransaction,
  shard: number,
  list: TransitionList,
  packed: Float64Array | readonly number[],
): Promise<void> {
  for (let start = 0; start < packed.length; start += rowsAtOnce) {
    const rows = Array.from(packed.slice(start, start + rowsAtOnce), (each) => list.unpack(each));
    await sql`
      insert into transitions (shard, ordinal, minute, from_state, to_state)
      select ${shard}, fresh.* from unnest(
        ${intArray(rows.map(({ offset }) => ordinalOf(shard, offset)))}::text::int[],
        ${intArray(rows.map(({ minute }) => minute))}::text::int[],
        ${intArray(rows.map(({ from }) => from))}::text::smallint[],
        ${intArray(rows.map(({ to }) => to))}::text::smallint[]
      ) fresh`;
  }
}

export type StoredTransition = { ordinal: number; minute: number; from: number; to: number };

export async function readTransitions(
  sql: SqlOrTransaction,
  shard: number,
  fromMinute: number,
  toMinute: number,
): Promise<StoredTransition[]> {
  return sql<StoredTransition[]>`
    select ordinal, minute, from_state as "from", to_state as "to" from transitions
    where shard = ${shard} and minute between ${fromMinute} and ${toMinute} order by ordinal, minute`;
}

export async function deleteTransitions(
  sql: SqlOrTransaction,
  shard: number,
  list: TransitionList,
  packed: readonly number[],
): Promise<void> {
  if (packed.length === 0) return;
  const gone = packed.map((each) => list.unpack(each));
  await sql`
    delete from transitions stored
    using unnest(
      ${intArray(gone.map(({ offset }) => ordinalOf(shard, offset)))}::text::int[],
      ${intArray(gone.map(({ minute }) => minute))}::text::int[]
    ) gone (ordinal, minute)
    where stored.shard = ${shard} and stored.ordinal = gone.ordinal and stored.minute = gone.minute
      and stored.minute between ${list.fromMinute} and ${list.fromMinute + list.countByMinute.length - 1}`;
}
