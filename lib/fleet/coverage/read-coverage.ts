import type { SqlOrTransaction } from "@/db/client";
import { type CoverageStatus, coverageStatus } from "../coverage-status";

/** Status of every minute from fromMinute to toMinute; a minute without a row was not listened in. */
export async function readCoverage(
  sql: SqlOrTransaction,
  fromMinute: number,
  toMinute: number,
): Promise<(minute: number) => CoverageStatus> {
  const statuses = new Uint8Array(Math.max(0, toMinute - fromMinute + 1));
  const rows = await sql<{ minute: number; status: number }[]>`
    select minute, status from coverage where minute between ${fromMinute} and ${toMinute}`;
  for (const { minute, status } of rows) statuses[minute - fromMinute] = status;
  // Only the codes of coverageStatus are ever written.
  return (minute) => (statuses[minute - fromMinute] ?? coverageStatus.none) as CoverageStatus;
}
