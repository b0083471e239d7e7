import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "@/db/client";
import { slotsAMinute } from "../coverage/cover-minutes";

const waitMs = 5_000;
const pollMs = 100;

/**
 * Waits until every live gateway (seen within 10 s and not stopped) has merged the minute and the minute's last pulse
 * is written, at most until 5 s after its end by the database's clock. Returns whether they all had.
 */
export async function waitForGateways(sql: Sql, minute: number, signal?: AbortSignal): Promise<boolean> {
  for (;;) {
    const [row] = await sql<{ behind: number; hasPulse: boolean; elapsedMs: number }[]>`
      with live as (
        select merged_through from gateways where stopped_at is null and seen_at > clock_timestamp() - interval '10 s'
      )
      select (select count(*) from live where merged_through < ${minute})::int as behind,
        not exists (select from live)
          or exists (select from pulses where slot >= ${(minute + 1) * slotsAMinute - 1}) as "hasPulse",
        extract(epoch from clock_timestamp())::float8 * 1000 - ${(minute + 1) * 60_000}::float8 as "elapsedMs"`;
    if (!row) return false;
    if (row.behind === 0 && row.hasPulse) return true;
    if (row.elapsedMs >= waitMs) return false;
    await delay(Math.min(pollMs, waitMs - row.elapsedMs), undefined, { signal });
  }
}
