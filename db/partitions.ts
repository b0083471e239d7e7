import type { SqlOrTransaction } from "./client";

export const partitionedTables = ["presence", "transitions", "fleet_minutes"] as const;
export type PartitionedTable = (typeof partitionedTables)[number];

/** The name of the partition of `table` that holds a day (days since the epoch): presence_20240425. */
export function partitionName(table: PartitionedTable, day: number): string {
  return `${table}_${new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "")}`;
}

/**
 * Makes the daily partitions from `firstDay` to `lastDay` (days since the epoch, inclusive) where they are missing. By a function
 * of the tables' owner, since the roles of worker and gateway own none.
 */
export async function ensurePartitions(
  sql: SqlOrTransaction,
  firstDay: number,
  lastDay: number,
  tables: readonly PartitionedTable[] = partitionedTables,
): Promise<void> {
  for (const table of tables) {
    for (let day = firstDay; day <= lastDay; day++) await sql`select public.make_partition(${table}, ${day}::int)`;
  }
}

/** Drops a day; with `only` just if it holds exactly these minutes and bits of presence. Returns whether it is gone. */
export async function dropPartition(
  sql: SqlOrTransaction,
  table: PartitionedTable,
  day: number,
  only: { minutes: number; bits: number } | null = null,
): Promise<boolean> {
  const [row] = await sql<{ isGone: boolean }[]>`
    select public.drop_partition(${table}, ${day}::int, ${only?.minutes ?? null}::bigint, ${only?.bits ?? null}::bigint)
      as "isGone"`;
  return row?.isGone === true;
}
