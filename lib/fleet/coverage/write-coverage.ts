import type { SqlOrTransaction } from "@/db/client";
import type { CoverageStatus } from "../coverage-status";

/**
 * Says for a range of minutes (inclusive) whether records were kept: for imports and demonstrations. A better status
 * stays.
 */
export async function writeCoverage(
  sql: SqlOrTransaction,
  range: { fromMinute: number; toMinute: number; status: CoverageStatus },
): Promise<void> {
  await sql`
    insert into coverage (minute, status)
    select minute, ${range.status}::smallint from generate_series(${range.fromMinute}::int, ${range.toMinute}::int) minute
    on conflict (minute) do update set status = excluded.status where coverage.status < excluded.status`;
}
