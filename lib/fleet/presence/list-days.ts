import type { SqlOrTransaction } from "@/db/client";
import { type PartitionedTable, partitionName } from "@/db/partitions";

/** The days (since the epoch) of which a table has a partition, oldest first. */
export async function listDays(sql: SqlOrTransaction, table: PartitionedTable): Promise<number[]> {
  const rows = await sql<{ name: string }[]>`
    select child.relname as name from pg_inherits
    join pg_class child on child.oid = inhrelid where inhparent = ${table}::regclass order by child.relname`;
  return rows.flatMap(({ name }) => {
    const digits = /_(\d{4})(\d{2})(\d{2})$/.exec(name);
    if (!digits) return [];
    const day = Date.UTC(Number(digits[1]), Number(digits[2]) - 1, Number(digits[3])) / 86_400_000;
    return partitionName(table, day) === name ? [day] : [];
  });
}
