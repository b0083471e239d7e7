import { reasonLabels } from "@/components/ui/state-look";
import { type BlockReason, blockReasons } from "@/lib/fleet/planes";
import type { BreakdownRow, CountUnit, FleetSummary, FleetTimeline, StateCounts } from "@/lib/fleet/types";
import type { BreakdownBy } from "./fleet-ranges";

export type BreakdownLine = {
  /** The value that a click filters by; null for the rest, which is no value. */
  key: string | null;
  label: string;
  enrolled: number;
  connected: number;
  blocked: number;
  silent: number;
  quarantined: number;
  unknown: number;
  trend: (number | null)[];
};

/** False where Muster did not listen, so that no device of the line has a state: that is unknown, and not 0 %. */
export const isShareKnown = ({ unknown, connected, blocked, silent }: BreakdownLine): boolean =>
  unknown === 0 || connected + blocked + silent > 0;

const countFields = ["enrolled", "connected", "blocked", "silent", "quarantined", "unknown"] as const;

type BreakdownInput = {
  by: BreakdownBy;
  unit: CountUnit;
  summary: FleetSummary;
  rows: readonly BreakdownRow[];
  timeline: FleetTimeline;
};

/** Lines that sum to the summary: what the rows leave over is a line of its own, openly. */
export function breakdownLines({ by, unit, summary, rows, timeline }: BreakdownInput): BreakdownLine[] {
  if (by === "reason") return reasonLines(summary[unit], timeline);
  const lines = rows.map((row) => lineOf(row.key, row.label || "not stated", row[unit], row.trend));
  const rest = lineOf(null, "All others", summary[unit], []);
  for (const line of lines) for (const field of countFields) rest[field] -= line[field];
  return rest.enrolled > 0 ? [...lines, rest] : lines;
}

function lineOf(key: string | null, label: string, counts: StateCounts, trend: (number | null)[]): BreakdownLine {
  const { enrolled, connected, silent, quarantined, unknown } = counts;
  const blocked = blockReasons.reduce((sum, reason) => sum + counts.blocked[reason], 0);
  return { key, label, enrolled, connected, blocked, silent, quarantined, unknown, trend };
}

const trendPoints = 48;

/** Why devices are turned away; only the blocked have a reason. */
function reasonLines(counts: StateCounts, timeline: FleetTimeline): BreakdownLine[] {
  return blockReasons.map((reason) => ({
    key: reason,
    label: reasonLabels[reason],
    enrolled: counts.blocked[reason],
    connected: 0,
    blocked: counts.blocked[reason],
    silent: 0,
    quarantined: 0,
    unknown: 0,
    trend: trendOfReason(timeline, reason),
  }));
}

function trendOfReason({ points }: FleetTimeline, reason: BlockReason): (number | null)[] {
  const step = Math.max(1, Math.floor(points.length / trendPoints));
  return points
    .filter((_, index) => index % step === 0)
    .map((point) => (point.coverage === "none" ? null : point.counts.blocked[reason]));
}
