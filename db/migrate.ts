import { fileURLToPath } from "node:url";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { connectDatabase } from "./client";
import { ensurePartitions } from "./partitions";
import { grantToRoles } from "./roles/grants";
import type { DatabaseRoles } from "./roles/role-names";

const allOwner: DatabaseRoles = { application: null, ingest: null };
const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));

// Two processes that start at once must not migrate at once. Any number that nobody else uses.
const migrationLock = 4_207_841_002;

/**
 * Brings the schema of `url` up to date as the owner of the tables, makes the partitions of the days around `now`, and grants
 * to the other roles what they may.
 */
export async function migrateDatabase(url: string, now: Date, roles: DatabaseRoles = allOwner): Promise<void> {
  const db = connectDatabase(url, { max: 1, name: "muster-migrate" });
  const sql = db.$client;
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await migrate(db, { migrationsFolder });
    const day = Math.floor(now.getTime() / 86_400_000);
    await ensurePartitions(sql, day - 1, day + 2);
    await grantToRoles(sql, roles);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
