import type { DrawnState } from "@/components/ui/state-look";
import type { CoverageName, FleetTimeline, StateCounts, TimelinePoint } from "@/lib/fleet/types";
import { expectedAt } from "./expected-at";
import { thinPoints } from "./thin-points";

/** In the order in which they are stacked, from the ground up. */
export const stackOrder = [
  "connected",
  "blocked_outdated_agent",
  "blocked_legacy_token",
  "blocked_unverified",
  "silent",
  "quarantined",
  "unknown",
] as const satisfies readonly DrawnState[];
export type StackedState = (typeof stackOrder)[number];

export type StateAreaRow = {
  minute: number;
  /** null: nothing is recorded here, which is a gap and neither zero nor unknown. */
  values: Record<StackedState, number> | null;
  enrolled: number | null;
  coverage: CoverageName;
  expected: { low: number; median: number; high: number } | null;
};

export type PreparedStateArea = {
  rows: StateAreaRow[];
  /** States that occur here, in stacking order. */
  series: StackedState[];
  fromMinute: number;
  toMinute: number;
  /** Top of the y axis: the most that were enrolled. */
  highest: number;
  hasExpected: boolean;
  /** There is no band up to the end, because too few earlier days are known. */
  hasTooFewDays: boolean;
  /** Minutes in which nobody listened while devices were enrolled; of all points, whatever the width. */
  unknownMinutes: number;
};

/** Decides all that a stacked chart of states shows, for a plot that is `widthPx` wide. */
export function prepareStateArea(timeline: FleetTimeline, widthPx: number): PreparedStateArea {
  const points = thinPoints(timeline.points, Math.max(16, Math.floor(widthPx)), (point) => point.counts.connected);
  const rows: StateAreaRow[] = [];
  // A thinned bucket is represented by one or two of its minutes, so that neighbours lie up to two buckets apart.
  const widest = gapWidth(timeline, points.length);
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const isGap = before && point.minute - before.minute > Math.max(widest, 2 * usualStep(points, index));
    if (isGap) rows.push(emptyRow((before.minute + point.minute) / 2));
    rows.push({
      minute: point.minute,
      values: valuesOf(point.counts),
      enrolled: point.counts.enrolled,
      coverage: point.coverage,
      expected: expectedAt(timeline.expected, point.minute),
    });
  }
  const highest = points.reduce((most, point) => Math.max(most, point.counts.enrolled), 0);
  const expectedHighest = timeline.expected.reduce((most, band) => Math.max(most, band.high), 0);
  return {
    rows,
    series: stackOrder.filter((state) => rows.some((row) => (row.values?.[state] ?? 0) > 0)),
    fromMinute: timeline.fromMinute,
    toMinute: timeline.toMinute,
    highest: Math.max(highest, expectedHighest),
    hasExpected: rows.some((row) => row.expected !== null),
    hasTooFewDays: timeline.hasTooFewDays,
    unknownMinutes: unknownMinutes(timeline),
  };
}

/** Before the first enrolment there is nobody whose state could be unknown. */
function unknownMinutes({ points, stepMinutes }: FleetTimeline): number {
  return points.reduce((minutes, point, index) => {
    if (point.coverage !== "none" || point.counts.enrolled === 0) return minutes;
    const next = points[index + 1];
    return minutes + (next ? next.minute - point.minute : stepMinutes);
  }, 0);
}

function gapWidth(timeline: FleetTimeline, shownPoints: number): number {
  const span = timeline.toMinute - timeline.fromMinute;
  const thinned = shownPoints < timeline.points.length ? (4 * span) / shownPoints : 0;
  return Math.max(timeline.stepMinutes === 1 ? 1 : 2 * timeline.stepMinutes, thinned);
}

/** Folded hours of a cohort are sampled more thinly than the hot ones beside them: what is usual on either side is no gap. */
function usualStep(points: readonly TimelinePoint[], index: number): number {
  const beside = 5;
  const left = medianStep(points.slice(Math.max(0, index - beside - 1), index));
  const right = medianStep(points.slice(index, index + beside + 1));
  return Math.max(left, right);
}

function medianStep(points: readonly TimelinePoint[]): number {
  const steps = points.slice(1).map((point, index) => point.minute - (points[index]?.minute ?? point.minute));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
}

export function valuesOf(counts: StateCounts): Record<StackedState, number> {
  return {
    connected: counts.connected,
    blocked_outdated_agent: counts.blocked.outdated_agent,
    blocked_legacy_token: counts.blocked.legacy_token,
    blocked_unverified: counts.blocked.unverified,
    silent: counts.silent,
    quarantined: counts.quarantined,
    unknown: counts.unknown,
  };
}

const emptyRow = (minute: number): StateAreaRow => ({
  minute,
  values: null,
  enrolled: null,
  coverage: "none",
  expected: null,
});

/** The row nearest to a minute, gaps included; undefined where nothing is drawn at all. */
export function nearestRow(rows: readonly StateAreaRow[], minute: number): StateAreaRow | undefined {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.minute ?? 0) < minute) low = middle + 1;
    else high = middle;
  }
  const after = rows[low];
  const before = rows[low - 1];
  if (!after || !before) return after ?? before;
  return minute - before.minute <= after.minute - minute ? before : after;
}
