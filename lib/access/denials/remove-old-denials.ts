import type { Sql } from "@/db/client";
import { deleteInBatches } from "@/db/delete-in-batches";
import { minuteOf, minutesADay } from "@/lib/fleet/minute";

const keptDays = 90;

/** Removes refusals of minutes that lie more than 90 days before `now`. */
export async function removeOldDenials(sql: Sql, now: Date): Promise<void> {
  const before = minuteOf(now) - keptDays * minutesADay;
  await deleteInBatches(
    (limit) => sql`
    delete from access_denials where (minute, actor_id, reason) in (
      select minute, actor_id, reason from access_denials where minute < ${before} limit ${limit})`,
  );
}
