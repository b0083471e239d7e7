import type { Sql } from "@/db/client";
import { deleteInBatches } from "@/db/delete-in-batches";

const dayMs = 86_400_000;
/** What waits longer, since its destination is paused, is a dead letter. */
export const waitsDays = 7;
/** Delivered and dead ones are seen so long. */
export const keptDays = 30;

export async function removeOldDeliveries(sql: Sql, now: Date): Promise<void> {
  await sql`
    update deliveries set state = 'dead', last_error = 'expired', ended_at = ${now}
    where state = 'waiting' and queued_at < ${new Date(now.getTime() - waitsDays * dayMs)}`;
  const before = new Date(now.getTime() - keptDays * dayMs);
  await deleteInBatches(
    (limit) => sql`
      delete from deliveries where id in (select id from deliveries where ended_at < ${before} limit ${limit})`,
  );
}
