import { connectSql } from "@/db/client";
import type { Child } from "./child";
import type { RunningDatabase } from "./database";
import type { PartName } from "./parts";

// The web first; the gateway before the worker, so that what it merges is rolled; PostgreSQL last of all.
const order: PartName[][] = [["web", "demo"], ["gateway"], ["worker"], ["sso"]];
const mostMs = 15_000;
const leastForDatabaseMs = 3_000;

/** Ends every process in order, and within 15 s; what does not end in its time is killed. */
export async function stopAll(children: Child[], database: RunningDatabase): Promise<void> {
  const deadline = Date.now() + mostMs;
  // Written while the others end, there is little left for the server's own last checkpoint.
  const checkpoint = database.isEmbedded ? writeCheckpoint(database.migrateUrl) : Promise.resolve();
  for (const names of order) {
    await Promise.all(children.filter((child) => names.includes(child.name)).map((child) => child.stop()));
  }
  await Promise.race([checkpoint, new Promise((resolve) => setTimeout(resolve, 500).unref())]);
  await database.stop(Math.max(leastForDatabaseMs, deadline - Date.now()));
}

async function writeCheckpoint(url: string): Promise<void> {
  const sql = connectSql(url, { max: 1, name: "muster-supervisor" });
  try {
    await sql`checkpoint`;
  } catch {
    // It ends in any case; the log has everything.
  } finally {
    await sql.end({ timeout: 0 }).catch(() => {});
  }
}
