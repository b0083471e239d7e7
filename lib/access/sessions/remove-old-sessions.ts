import type { Sql } from "@/db/client";
import { deleteInBatches } from "@/db/delete-in-batches";

const keptDays = 30;

/** Removes sessions that ended, or expired, more than 30 days before `now`. What they did stays in the audit log. */
export async function removeOldSessions(sql: Sql, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 86_400_000);
  await deleteInBatches(
    (limit) => sql`
    delete from sessions where id in (
      select id from sessions where expires_at < ${before} or ended_at < ${before} limit ${limit})`,
  );
}
