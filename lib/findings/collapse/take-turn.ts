import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";

const key = "collapse/turn";

/**
 * Lets the judge of the pulses and the judge of the roll calls look at the same collapse one after the other, until the transaction
 * ends: each then sees what the other opened, and one fall is one finding.
 */
export async function takeTurn(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    insert into settings (key, value) values (${key}, '{}')
    on conflict (key) do update set updated_at = clock_timestamp()`);
}
