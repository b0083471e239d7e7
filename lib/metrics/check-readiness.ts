import type { Sql } from "@/db/client";
import { isMigrated } from "@/db/is-migrated";
import journal from "@/db/migrations/meta/_journal.json" with { type: "json" };

export type Readiness = { isReady: true } | { isReady: false; reason: string };

/** Whether the database answers within two seconds and has every migration of this version. Never tells an address or an error's text. */
export async function checkReadiness(sql: Sql): Promise<Readiness> {
  const patience = new Promise<Readiness>((resolve) => {
    setTimeout(() => resolve({ isReady: false, reason: "The database does not answer." }), 2_000).unref();
  });
  const asked = isMigrated(sql, journal.entries.length).then(
    (migrated): Readiness =>
      migrated ? { isReady: true } : { isReady: false, reason: "Migrations are not done yet." },
    (): Readiness => ({ isReady: false, reason: "The database does not answer." }),
  );
  return Promise.race([asked, patience]);
}
