import type { SqlOrTransaction } from "@/db/client";
import { ensurePartitions, type PartitionedTable, partitionName } from "@/db/partitions";
import { dayOfMinute } from "../minute";

const written: readonly PartitionedTable[] = ["transitions", "fleet_minutes"];

/** Makes the partitions that roll call writes where they are missing. Asks first: making one locks the whole table. */
export async function ensureDays(sql: SqlOrTransaction, fromMinute: number, toMinute: number): Promise<void> {
  for (let day = dayOfMinute(fromMinute); day <= dayOfMinute(toMinute); day++) {
    const names = written.map((table) => partitionName(table, day));
    const [found] = await sql<{ count: number }[]>`
      select count(to_regclass(name))::int as count from unnest(${names}::text[]) name`;
    if (found?.count !== names.length) await ensurePartitions(sql, day, day, written);
  }
}
