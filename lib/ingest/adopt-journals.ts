import type { Sql } from "@/db/client";
import { retryUndone } from "./is-retryable";
import { mergeJournalOf } from "./merge-journal";

/** A gateway writes its row each 2 s. */
export const deadAfterMs = 30_000;

/**
 * Merges what gateways left that have not been seen for 30 s. Safe beside one that only paused: the rows merged are the
 * rows deleted, the OR of a bit twice is the bit, and that gateway finds itself stopped at its next sign of life and goes
 * on under the same row. Journal rows that it commits after this are its own, or are found by the next call.
 * Returns the ids of the gateways whose journal was merged or that were marked as stopped.
 */
export async function adoptDeadJournals(sql: Sql, now: Date): Promise<number[]> {
  const before = new Date(now.getTime() - deadAfterMs);
  const candidates = await sql<{ id: number }[]>`
    select id from gateways g
    where seen_at < ${before}
      and (stopped_at is null or exists (select from presence_journal j where j.gateway = g.id))
    order by id limit 1000`;
  const adopted: number[] = [];
  for (const { id } of candidates) {
    const isAdopted = await retryUndone(() => adoptOne(sql, id, before, now));
    if (isAdopted) adopted.push(id);
  }
  return adopted;
}

async function adoptOne(sql: Sql, id: number, before: Date, now: Date): Promise<boolean> {
  return await sql.begin(async (tx) => {
    // Skipped where another worker is at it, or the gateway itself came back this instant.
    const [row] = await tx`
      select id from gateways where id = ${id} and seen_at < ${before} for update skip locked`;
    if (!row) return false;
    await mergeJournalOf(tx, id);
    await tx`update gateways set stopped_at = coalesce(stopped_at, ${now}) where id = ${id}`;
    return true;
  });
}
