import type { SqlOrTransaction } from "@/db/client";
import { minutesAnHour } from "../minute";
import { statePlanes } from "../planes";
import { SpanPresence } from "./span-presence";

/** Look for a device's last call from `before` (exclusive) back to `notBefore`. */
export type LastCallQuery = { offset: number; before: number; notBefore: number };

/**
 * The last minute in which each device called, as far back as its query goes: hour by hour, newest first, over hours
 * that have records. Only for the few devices whose last call lies before everything that roll call has read already.
 */
export async function findLastCalls(
  sql: SqlOrTransaction,
  shard: number,
  queries: readonly LastCallQuery[],
): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  let open = queries.filter((query) => query.notBefore < query.before);
  let before = Math.max(...open.map((query) => query.before));
  while (open.length > 0) {
    const newest = await newestMinute(sql, shard, before);
    if (newest === null) break;
    const from = newest - (newest % minutesAnHour);
    const presence = await SpanPresence.read(sql, shard, from, newest);
    for (const { offset, before: bound, notBefore } of open) {
      const minute = presence.lastCall(offset, bound - 1);
      if (minute !== undefined && minute >= notBefore) found.set(offset, minute);
    }
    before = from;
    open = open.filter(({ offset, notBefore }) => !found.has(offset) && notBefore < from);
  }
  return found;
}

async function newestMinute(sql: SqlOrTransaction, shard: number, before: number): Promise<number | null> {
  const planes = [...statePlanes];
  const [row] = await sql<{ minute: number | null }[]>`
    select greatest(
      (select max(newest) from unnest(${planes}::smallint[]) p, lateral (
        select max(minute) as newest from presence where plane = p and shard = ${shard} and minute < ${before}) hot),
      (select max(newest) from unnest(${planes}::smallint[]) p, lateral (
        select least(max(hour) * 60 + 59, ${before - 1}) as newest from presence_blocks
        where plane = p and shard = ${shard} and hour * 60 < ${before}) folded)
    ) as minute`;
  return row?.minute ?? null;
}
