import type { SqlOrTransaction } from "@/db/client";

/**
 * Asks roll call to roll a shard again from `minute` on, as far as states change by it. Call it in the transaction of
 * whatever changed the records of that minute (a decision taken, a late bit, a verification of the past): roll call
 * reads them after that commit, whether the minute was closed before or not.
 */
export async function queueRoll(sql: SqlOrTransaction, shard: number, minute: number): Promise<void> {
  await sql`
    insert into roll_queue (shard, minute) values (${shard}, ${minute})
    on conflict (shard, minute) do update set queued_at = excluded.queued_at`;
}
