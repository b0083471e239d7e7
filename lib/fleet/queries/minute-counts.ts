import { type Measure, measures } from "../measures";
import { blockReasons } from "../planes";
import type { Evidence, StateCounts } from "../types";

/** Without the unit: devices or GPUs. */
export type MeasureCounts = Record<Measure, number>;

export const noCounts = (): MeasureCounts => ({
  connected: 0,
  outdated_agent: 0,
  legacy_token: 0,
  unverified: 0,
  silent: 0,
  quarantined: 0,
  unknown: 0,
  seen: 0,
  verified: 0,
});

/** Adds `counts` to `total`, in place: it is called for every minute of every shard. */
export function addCounts(total: MeasureCounts, counts: MeasureCounts): void {
  for (const measure of measures) total[measure] += counts[measure];
}

/** Everybody's state is unknown: a minute in which Muster did not listen. */
export const allUnknown = (enrolled: number): MeasureCounts => ({ ...noCounts(), unknown: enrolled });

export function enrolledOf(counts: MeasureCounts): number {
  const blocked = blockReasons.reduce((sum, reason) => sum + counts[reason], 0);
  return counts.connected + blocked + counts.silent + counts.quarantined + counts.unknown;
}

export function stateCountsOf(counts: MeasureCounts): StateCounts {
  const { connected, outdated_agent, legacy_token, unverified, silent, quarantined, unknown } = counts;
  const blocked = { outdated_agent, legacy_token, unverified };
  return { enrolled: enrolledOf(counts), connected, blocked, silent, quarantined, unknown };
}

export function evidenceOf(counts: MeasureCounts): Evidence {
  return {
    claimed: enrolledOf(counts),
    seen: counts.seen,
    admitted: counts.connected,
    verified: counts.verified,
  };
}
