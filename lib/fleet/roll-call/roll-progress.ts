import type { SqlOrTransaction } from "@/db/client";

export type RollProgress = {
  /** First and last minute whose counts are written; null before the first roll call. */
  first: number | null;
  last: number | null;
};

export async function readRollProgress(sql: SqlOrTransaction): Promise<RollProgress> {
  const [row] = await sql<RollProgress[]>`
    select (select min(minute) from roll_calls) as first, (select max(minute) from roll_calls) as last`;
  return row ?? { first: null, last: null };
}
