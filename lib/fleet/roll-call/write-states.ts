import type { SqlOrTransaction } from "@/db/client";
import { ordinalOf } from "../shard";
import type { KnownStates, StateRow } from "./known-states";

/** Writes rows, and puts them into `known`. */
export async function writeStates(
  sql: SqlOrTransaction,
  shard: number,
  known: KnownStates,
  rows: readonly StateRow[],
): Promise<void> {
  const updates = rows.filter((row) => known.hasRow[row.offset] === 1);
  const inserts = rows.filter((row) => known.hasRow[row.offset] === 0);
  if (updates.length > 0) {
    await sql`
      update device_states known set state = fresh.state, since = fresh.since, last_seen = fresh.last_seen
      from ${columnsOf(sql, shard, updates)}
      where known.shard = ${shard} and known.ordinal = fresh.ordinal`;
  }
  if (inserts.length > 0) {
    await sql`
      insert into device_states (shard, ordinal, state, since, last_seen)
      select ${shard}, fresh.ordinal, fresh.state, fresh.since, fresh.last_seen
      from ${columnsOf(sql, shard, inserts)}
      on conflict (shard, ordinal) do update
        set state = excluded.state, since = excluded.since, last_seen = excluded.last_seen`;
  }
  for (const row of rows) known.put(row);
}

function columnsOf(sql: SqlOrTransaction, shard: number, rows: readonly StateRow[]) {
  return sql`unnest(
      ${rows.map((row) => ordinalOf(shard, row.offset))}::int[], ${rows.map((row) => row.state)}::smallint[],
      ${rows.map((row) => row.since)}::int[], ${rows.map((row) => row.lastSeen)}::int[]
    ) fresh (ordinal, state, since, last_seen)`;
}
