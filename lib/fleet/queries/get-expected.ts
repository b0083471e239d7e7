import type { SqlOrTransaction } from "@/db/client";
import type { StoredSeries } from "../filter";
import { minutesADay } from "../minute";
import type { CountUnit, FleetTimeline } from "../types";
import { expectedBand } from "./expected-band";
import { listUnusualSpans } from "./list-unusual-spans";

const maxDays = 7;
/** The band is a background: more points than this no eye tells apart. */
const maxPoints = 240;
const minutesBefore = 15;
/** How far back the last usual minutes may lie while a long incident keeps its own out. */
const lookBackMinutes = minutesADay;

/** The expected band of connected over a range, thinned; a minute without any usual minute to compare with is left out. */
export async function getExpected(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  range: { fromMinute: number; toMinute: number },
): Promise<FleetTimeline["expected"]> {
  const { fromMinute, toMinute } = range;
  const step = Math.max(1, Math.ceil((toMinute - fromMinute + 1) / maxPoints));
  const minutes: number[] = [];
  for (let minute = fromMinute; minute <= toMinute; minute += step) minutes.push(minute);
  const wanted = minutes.flatMap(daysBefore);

  const spans = await listUnusualSpans(sql, series, fromMinute - maxDays * minutesADay, toMinute);
  const isUsual = (minute: number) => !spans.some((span) => minute >= span.from && minute <= span.to);
  const read = (chosen: number[]) => readConnected(sql, series, unit, chosen.filter(isUsual));
  const days = await read(wanted);
  const samplesOf = (minute: number) => daysBefore(minute).flatMap((day) => days.get(day) ?? []);

  const lacking = minutes.filter((minute) => samplesOf(minute).length < 3);
  const recent = lacking.length > 0 ? await read(minutesBeforeAll(lacking)) : new Map<number, number>();
  const recentAscending = [...recent.entries()].sort(([a], [b]) => a - b);
  return minutes.flatMap((minute) => {
    const band = expectedBand(samplesOf(minute), lastBefore(recentAscending, minute));
    return band ? [{ minute, ...band }] : [];
  });
}

const daysBefore = (minute: number) => Array.from({ length: maxDays }, (_, day) => minute - (day + 1) * minutesADay);

function minutesBeforeAll(minutes: number[]): number[] {
  const first = (minutes[0] ?? 0) - lookBackMinutes;
  const last = minutes.at(-1) ?? 0;
  return Array.from({ length: Math.min(last - first, 4 * minutesADay) }, (_, index) => last - 1 - index);
}

/** The last values before a minute; `ascending` is sorted by minute. */
function lastBefore(ascending: [number, number][], minute: number): number[] {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle]?.[0] ?? 0) < minute) low = middle + 1;
    else high = middle;
  }
  return ascending.slice(Math.max(0, low - minutesBefore), low).map(([, value]) => value);
}

/** Connected of those minutes in which hardly anything was unknown. */
async function readConnected(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  minutes: number[],
): Promise<Map<number, number>> {
  if (minutes.length === 0) return new Map();
  const sorted = [...minutes].sort((a, b) => a - b);
  const rows = await sql<{ minute: number; connected: number }[]>`
    select minute, sum(${sql(`${unit}_connected`)})::int as connected from fleet_minutes
    where dimension = ${series.dimension} and key = any(${series.keys})
      and minute between ${sorted[0] ?? 0} and ${sorted.at(-1) ?? 0} and minute = any(${sorted})
    group by minute having sum(${sql(`${unit}_unknown`)}) <= 0.01 * sum(${sql(`${unit}_connected`)})`;
  return new Map(rows.map((row) => [row.minute, row.connected]));
}
