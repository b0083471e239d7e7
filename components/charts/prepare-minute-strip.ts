import { type DrawnState, drawnState } from "@/components/ui/state-look";
import type { BlockReason } from "@/lib/fleet/planes";
import type { StateName } from "@/lib/fleet/states";
import { zoneOffsetMinutes } from "./prepare-time-ticks";

/** A state that held from one minute up to, and without, another. Minutes of no interval are a gap. */
export type StateInterval = { state: StateName; reason?: BlockReason; fromMinute: number; toMinute: number };

/** A state from one minute of the row on for some minutes. */
export type StripRun = { state: DrawnState; at: number; length: number };

export type StripRow = {
  fromMinute: number;
  /** Minutes; a day on which clocks change has 1,380 or 1,500. */
  length: number;
  runs: StripRun[];
  /** How often the state changed: what makes a flapping device. */
  changes: number;
};

const minutesADay = 1_440;

/** What a minute without a state is. */
export const wordOfGap = (minute: number, enrolledMinute: number | undefined): string =>
  enrolledMinute !== undefined && minute < enrolledMinute ? "Not enrolled yet" : "nothing is recorded";

/** A row for each day of the viewer's zone that is touched, newest first. */
export function prepareStripDays(
  intervals: readonly StateInterval[],
  span: { fromMinute: number; toMinute: number },
  zone: string,
): StripRow[] {
  const rows: StripRow[] = [];
  let start = startOfDay(span.fromMinute, zone);
  while (start < span.toMinute) {
    const next = startOfDay(start + minutesADay + 180, zone);
    rows.push(rowOf(intervals, start, next - start, span));
    start = next;
  }
  return rows.reverse();
}

/** The hours of one of those days, each a row of sixty minutes. */
export function prepareStripHours(
  intervals: readonly StateInterval[],
  day: { fromMinute: number; length: number },
  span: { fromMinute: number; toMinute: number },
): StripRow[] {
  return Array.from({ length: Math.ceil(day.length / 60) }, (_, hour) =>
    rowOf(intervals, day.fromMinute + hour * 60, 60, span),
  );
}

/** Rectangles of height 1 as one path a state: a flapping day is hundreds of runs but never more than eight elements. */
export function stripPaths(row: StripRow): { state: DrawnState; path: string }[] {
  const paths = new Map<DrawnState, string>();
  for (const { state, at, length } of row.runs) {
    paths.set(state, `${paths.get(state) ?? ""}M${at} 0h${length}v1h-${length}Z`);
  }
  return [...paths].map(([state, path]) => ({ state, path }));
}

function rowOf(
  intervals: readonly StateInterval[],
  fromMinute: number,
  length: number,
  span: { fromMinute: number; toMinute: number },
): StripRow {
  const from = Math.max(fromMinute, span.fromMinute);
  const to = Math.min(fromMinute + length, span.toMinute);
  const runs: StripRun[] = [];
  for (const interval of intervals) {
    const start = Math.max(interval.fromMinute, from);
    const end = Math.min(interval.toMinute, to);
    if (end <= start) continue;
    runs.push({ state: drawnState(interval.state, interval.reason), at: start - fromMinute, length: end - start });
  }
  return { fromMinute, length, runs, changes: Math.max(0, runs.length - 1) };
}

/** The first minute of the day, in the zone, that holds `minute`. */
function startOfDay(minute: number, zone: string): number {
  const local = minute + zoneOffsetMinutes(minute, zone);
  const midnight = Math.floor(local / minutesADay) * minutesADay;
  const guess = midnight - zoneOffsetMinutes(minute, zone);
  return midnight - zoneOffsetMinutes(guess, zone);
}
