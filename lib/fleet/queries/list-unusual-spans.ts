import type { SqlOrTransaction } from "@/db/client";
import type { StoredSeries } from "../filter";
import { minuteOf } from "../minute";

export type MinuteSpan = { from: number; to: number };

/**
 * The minutes of collapse findings, open or closed, that touch this series: those of the fleet and those of the same
 * value. An incident must not become what is expected.
 */
export async function listUnusualSpans(
  sql: SqlOrTransaction,
  series: StoredSeries,
  fromMinute: number,
  toMinute: number,
): Promise<MinuteSpan[]> {
  const rows = await sql<{ startedAt: Date; endedAt: Date | null }[]>`
    select started_at as "startedAt", ended_at as "endedAt" from findings
    where rule like 'fleet.%' and started_at <= to_timestamp(${(toMinute + 1) * 60})
      and (ended_at is null or ended_at >= to_timestamp(${fromMinute * 60}))
      and (subjects ? 'fleet' or subjects->>${series.dimension} = any(${series.keys}))
    order by started_at desc, id limit 500`;
  return rows.map(({ startedAt, endedAt }) => ({
    from: minuteOf(startedAt),
    to: endedAt ? minuteOf(endedAt) : toMinute,
  }));
}
