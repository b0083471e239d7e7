import type { SqlOrTransaction } from "@/db/client";

/** Whether Muster listened in this minute: a code of coverageStatus, undefined without a row (it did not). */
export async function readCoverage(sql: SqlOrTransaction, minute: number): Promise<number | undefined> {
  const [row] = await sql<{ status: number }[]>`select status from coverage where minute = ${minute}`;
  return row?.status;
}

/** The minutes of a range that have a status, by minute. The caller bounds the range. */
export async function readCoverageRange(
  sql: SqlOrTransaction,
  fromMinute: number,
  toMinute: number,
): Promise<Map<number, number>> {
  const rows = await sql<{ minute: number; status: number }[]>`
    select minute, status from coverage where minute between ${fromMinute} and ${toMinute}`;
  return new Map(rows.map((row) => [row.minute, row.status]));
}
