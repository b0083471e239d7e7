import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";

/**
 * Changes of the register follow each other, so that each judges what is due by what holds. Readers do not wait; the
 * register is small and seldom written.
 */
export async function lockRegister(db: Transaction): Promise<void> {
  await db.execute(sql`lock table public_endpoints in share row exclusive mode`);
}
