import type { SqlOrTransaction } from "./client";

const minutesADay = 1_440;
export const partitionedTables = ["presence", "transitions", "fleet_minutes"] as const;
export type PartitionedTable = (typeof partitionedTables)[number];

// Every merge of a minute leaves its old bits behind: vacuumed at a fifth of the table, as by default, a day is a fifth larger.
const storage: Record<PartitionedTable, string> = {
  presence: "with (toast.autovacuum_vacuum_scale_factor = 0.05)",
  transitions: "",
  fleet_minutes: "",
};

/** The name of the partition of `table` that holds a day (days since the epoch): presence_20240425. */
export function partitionName(table: PartitionedTable, day: number): string {
  return `${table}_${new Date(day * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "")}`;
}

/** Makes the daily partitions from `firstDay` to `lastDay` (days since the epoch, inclusive) where they are missing. */
export async function ensurePartitions(
  sql: SqlOrTransaction,
  firstDay: number,
  lastDay: number,
  tables: readonly PartitionedTable[] = partitionedTables,
): Promise<void> {
  for (const table of tables) {
    for (let day = firstDay; day <= lastDay; day++) {
      const from = day * minutesADay;
      await sql.unsafe(
        `create table if not exists ${partitionName(table, day)} partition of ${table} for values from (${from}) to (${from + minutesADay}) ${storage[table]}`,
      );
      if (table === "presence") {
        await sql.unsafe(`alter table ${partitionName(table, day)} alter column bits set storage external`);
      }
    }
  }
}
