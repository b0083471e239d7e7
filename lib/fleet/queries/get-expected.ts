import type { SqlOrTransaction } from "@/db/client";
import type { StoredSeries } from "../filter";
import { minutesADay } from "../minute";
import type { CountUnit, FleetTimeline } from "../types";
import { enoughDays, expectedBand } from "./expected-band";
import { listUnusualSpans, type MinuteSpan } from "./list-unusual-spans";

const maxDays = 7;
/** The band is a background: more points than this no eye tells apart. */
const maxPoints = 240;
const minutesBefore = 15;
/** How far back the last usual minutes may lie while a long incident keeps its own out. */
const lookBackMinutes = minutesADay;

type Connected = Map<number, number>;

/** The expected band of connected over a range, thinned; a minute without any usual minute to compare with is left out. */
export async function getExpected(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  range: { fromMinute: number; toMinute: number },
): Promise<FleetTimeline["expected"]> {
  const { fromMinute, toMinute } = range;
  const step = bandStep(toMinute - fromMinute + 1);
  const minutes: number[] = [];
  for (let minute = fromMinute; minute <= toMinute; minute += step) minutes.push(minute);

  const [spans, days] = await Promise.all([
    listUnusualSpans(sql, series, fromMinute - maxDays * minutesADay, toMinute),
    readEarlierDays(sql, series, unit, { fromMinute, toMinute, step }),
  ]);
  const usual = leaveOut(days, spans);
  const samplesOf = (minute: number) =>
    Array.from({ length: maxDays }, (_, day) => usual.get(minute - (day + 1) * minutesADay)).filter(
      (value) => value !== undefined,
    );
  const lacking = minutes.filter((minute) => samplesOf(minute).length < enoughDays);
  const recent = leaveOut(await readMinutesBefore(sql, series, unit, lacking), spans);
  const ascending = [...recent].sort(([a], [b]) => a - b);
  return minutes.flatMap((minute) => {
    const band = expectedBand(samplesOf(minute), lastBefore(ascending, minute));
    return band ? [{ minute, ...band }] : [];
  });
}

/** The least width that leaves few enough points and divides a day, so that earlier days have the same minutes. */
function bandStep(minutes: number): number {
  const least = Math.ceil(minutes / maxPoints);
  if (least > minutesADay) return Math.ceil(least / minutesADay) * minutesADay;
  let step = least;
  while (minutesADay % step !== 0) step++;
  return step;
}

function leaveOut(connected: Connected, spans: MinuteSpan[]): Connected {
  if (spans.length === 0) return connected;
  return new Map([...connected].filter(([minute]) => !spans.some(({ from, to }) => minute >= from && minute <= to)));
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

/** Connected at the minutes of the band on each of the days before: one index scan a day, 10 ms. */
async function readEarlierDays(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  { fromMinute, toMinute, step }: { fromMinute: number; toMinute: number; step: number },
): Promise<Connected> {
  const rows = await sql<{ minute: number; connected: number }[]>`
    select minute, sum(${sql(`${unit}_connected`)})::int as connected from fleet_minutes
    where dimension = ${series.dimension} and key = any(${series.keys})
      and minute between ${fromMinute - maxDays * minutesADay} and ${toMinute - minutesADay}
      and (minute - ${fromMinute}) % ${step} = 0
    ${wellKnown(sql, unit)}`;
  return new Map(rows.map((row) => [row.minute, row.connected]));
}

/** Connected in every minute of the range that the last minutes before these can lie in. */
async function readMinutesBefore(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  minutes: number[],
): Promise<Connected> {
  const last = minutes.at(-1);
  if (last === undefined) return new Map();
  const first = Math.max((minutes[0] ?? last) - lookBackMinutes, last - 4 * minutesADay);
  const rows = await sql<{ minute: number; connected: number }[]>`
    select minute, sum(${sql(`${unit}_connected`)})::int as connected from fleet_minutes
    where dimension = ${series.dimension} and key = any(${series.keys}) and minute between ${first} and ${last - 1}
    ${wellKnown(sql, unit)}`;
  return new Map(rows.map((row) => [row.minute, row.connected]));
}

/** Minutes in which hardly anything was unknown. */
const wellKnown = (sql: SqlOrTransaction, unit: CountUnit) =>
  sql`group by minute having sum(${sql(`${unit}_unknown`)}) <= 0.01 * sum(${sql(`${unit}_connected`)})`;
