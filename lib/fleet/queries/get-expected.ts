import type { SqlOrTransaction } from "@/db/client";
import type { StoredSeries } from "../filter";
import { minutesADay } from "../minute";
import type { CountUnit, FleetTimeline } from "../types";
import { expectedBands } from "./expected-band";
import { listUnusualSpans, type MinuteSpan } from "./list-unusual-spans";

const maxDays = 7;
/** The band is a background: more points than this no eye tells apart. */
const maxPoints = 240;
/** On either side of a minute of an earlier day, what is compared with it as well. */
const aroundMinutes = 30;

type Grid = { fromMinute: number; points: number; step: number; reach: number };

/**
 * The expected band of connected over a range, thinned: the same minutes of up to seven earlier days and half an hour around each,
 * an incident's own minutes left out. A minute for which fewer than three days are known has none.
 */
export async function getExpected(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  range: { fromMinute: number; toMinute: number },
): Promise<FleetTimeline["expected"]> {
  const { fromMinute, toMinute } = range;
  const step = bandStep(toMinute - fromMinute + 1);
  const points = Math.floor((toMinute - fromMinute) / step) + 1;
  const grid: Grid = { fromMinute, points, step, reach: Math.floor(aroundMinutes / step) };
  const [spans, connected] = await Promise.all([
    listUnusualSpans(sql, series, fromMinute - aroundMinutes - maxDays * minutesADay, toMinute),
    readEarlierDays(sql, series, unit, grid),
  ]);
  leaveOut(connected, spans);
  const days = Array.from({ length: maxDays }, (_, index) => dayOf(connected, grid, index + 1));
  return expectedBands(days, grid.reach).flatMap((band, index) =>
    band ? [{ minute: fromMinute + index * step, ...band }] : [],
  );
}

/** The least width that leaves few enough points and divides a day, so that earlier days have the same minutes. */
function bandStep(minutes: number): number {
  const least = Math.ceil(minutes / maxPoints);
  if (least > minutesADay) return Math.ceil(least / minutesADay) * minutesADay;
  let step = least;
  while (minutesADay % step !== 0) step++;
  return step;
}

/** An incident must not become what is expected. */
function leaveOut(connected: Map<number, number>, spans: MinuteSpan[]): void {
  if (spans.length === 0) return;
  for (const minute of connected.keys()) {
    if (spans.some(({ from, to }) => minute >= from && minute <= to)) connected.delete(minute);
  }
}

function dayOf(connected: Map<number, number>, { fromMinute, points, step, reach }: Grid, daysBefore: number) {
  const first = fromMinute - daysBefore * minutesADay - reach * step;
  return Float64Array.from(
    { length: points + 2 * reach },
    (_, index) => connected.get(first + index * step) ?? Number.NaN,
  );
}

/**
 * Connected at the minutes of the grid on each of the days before, where hardly anything was unknown: a range of the primary key a
 * day, 10 ms.
 */
async function readEarlierDays(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  { fromMinute, points, step, reach }: Grid,
): Promise<Map<number, number>> {
  const first = fromMinute - reach * step;
  const length = (points - 1 + 2 * reach) * step;
  const days = Array.from({ length: maxDays }, (_, index) => first - (maxDays - index) * minutesADay);
  // Days that run into each other are one range.
  const starts = length < minutesADay ? days : days.slice(0, 1);
  const ends = starts.length > 1 ? starts.map((start) => start + length) : [first - minutesADay + length];
  // offset 0 keeps it one index scan a day; as a plain join every minute of the week is read.
  const rows = await sql<{ minute: number; connected: number }[]>`
    select minute, connected from unnest(${starts}::int[], ${ends}::int[]) as span("from", "to")
    cross join lateral (
      select minute, sum(${sql(`${unit}_connected`)})::int as connected from fleet_minutes
      where dimension = ${series.dimension} and key = any(${series.keys})
        and minute between span."from" and span."to" and (minute - ${fromMinute}) % ${step} = 0
      group by minute having sum(${sql(`${unit}_unknown`)}) <= 0.01 * sum(${sql(`${unit}_connected`)})
      offset 0
    ) as day`;
  return new Map(rows.map((row) => [row.minute, row.connected]));
}
