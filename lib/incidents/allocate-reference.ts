import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incidentYears } from "@/db/schema/incidents";

/**
 * The next reference of a year, INC-2024-017. The year's row is locked until the transaction ends, and gives the number back when
 * it fails: no two are the same and none is left out.
 */
export async function allocateReference(db: Transaction, now: Date): Promise<string> {
  const year = now.getUTCFullYear();
  const [row] = await db
    .insert(incidentYears)
    .values({ year, last: 1 })
    .onConflictDoUpdate({ target: incidentYears.year, set: { last: sql`${incidentYears.last} + 1` } })
    .returning({ last: incidentYears.last });
  if (!row) throw new Error("an upsert returned no row");
  return `INC-${year}-${String(row.last).padStart(3, "0")}`;
}
