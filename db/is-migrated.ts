import type { SqlOrTransaction } from "./client";

/** Whether every migration of this version of Muster has been applied. */
export async function isMigrated(sql: SqlOrTransaction, expected: number): Promise<boolean> {
  const [row] = await sql<{ present: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as present`;
  if (!row?.present) return false;
  const [applied] = await sql<{ count: number }[]>`select count(*)::int as count from drizzle.__drizzle_migrations`;
  return (applied?.count ?? 0) >= expected;
}
