import { setTimeout as wait } from "node:timers/promises";
import type { Sql } from "@/db/client";

/**
 * Waits until caches may read what was written to devices: they read below the oldest open transaction of the whole server,
 * on which other test files make and drop databases.
 */
export async function untilSettled(sql: Sql): Promise<void> {
  for (;;) {
    const [row] = await sql<{ isSettled: boolean | null }[]>`
      select max(version) < pg_snapshot_xmin(pg_current_snapshot()) as "isSettled" from devices`;
    if (row?.isSettled !== false) return;
    await wait(10);
  }
}
