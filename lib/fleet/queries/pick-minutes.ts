import type { SqlOrTransaction } from "@/db/client";
import type { StoredSeries } from "../filter";
import type { CountUnit } from "../types";

export type PickedMinutes = {
  /** Minutes that were listened in, ascending. */
  counted: number[];
  /** The first minute without coverage of each bucket that has one. */
  gaps: number[];
};

/**
 * Which whole minutes stand for a range of buckets of `stepMinutes`: of each bucket the one with the lowest and the one
 * with the highest connected, so that what is drawn was counted and its states sum. Ties go to the earlier and the later.
 */
export async function pickMinutes(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  range: { fromMinute: number; toMinute: number; stepMinutes: number },
): Promise<PickedMinutes> {
  const { fromMinute, toMinute, stepMinutes } = range;
  // connected and minute in one bigint: the argument of the minimum without a sort.
  const rows = await sql<{ lowest: number | null; highest: number | null; gap: number | null }[]>`
    with minutes as (
      select slot.minute, (slot.minute - ${fromMinute}::int) / ${stepMinutes}::int as bucket,
        coalesce(coverage.status, 0) as status,
        coalesce(counted.connected, 0)::bigint << 32 | slot.minute as packed
      from generate_series(${fromMinute}::int, ${toMinute}::int) as slot(minute)
      left join coverage on coverage.minute = slot.minute
      left join (
        select minute, sum(${sql(`${unit}_connected`)})::int as connected from fleet_minutes
        where dimension = ${series.dimension} and key = any(${series.keys}) and minute between ${fromMinute} and ${toMinute}
        group by minute
      ) as counted on counted.minute = slot.minute
    )
    select (min(packed) filter (where status > 0) & 4294967295)::int as lowest,
      (max(packed) filter (where status > 0) & 4294967295)::int as highest,
      min(minute) filter (where status = 0) as gap
    from minutes group by bucket order by bucket`;
  const counted = new Set<number>();
  const gaps: number[] = [];
  for (const { lowest, highest, gap } of rows) {
    if (lowest !== null) counted.add(lowest);
    if (highest !== null) counted.add(highest);
    if (gap !== null) gaps.push(gap);
  }
  return { counted: [...counted].sort((a, b) => a - b), gaps };
}
