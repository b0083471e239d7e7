import type { SqlOrTransaction } from "@/db/client";
import { ensurePartitions, type PartitionedTable, partitionName } from "@/db/partitions";
import { dayOfMinute } from "../minute";

const writtenByRollCall: readonly PartitionedTable[] = ["transitions", "fleet_minutes"];

/** Makes the partitions of these minutes' days where they are missing. Asks first: making one locks the whole table. */
export async function ensureDays(
  sql: SqlOrTransaction,
  fromMinute: number,
  toMinute: number,
  tables: readonly PartitionedTable[] = writtenByRollCall,
): Promise<void> {
  for (let day = dayOfMinute(fromMinute); day <= dayOfMinute(toMinute); day++) {
    const names = tables.map((table) => partitionName(table, day));
    const [found] = await sql<{ count: number }[]>`
      select count(to_regclass(name))::int as count from unnest(${names}::text[]) name`;
    if (found?.count !== names.length) await ensurePartitions(sql, day, day, tables);
  }
}
