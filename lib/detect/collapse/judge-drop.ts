import { median, scaledMad } from "../robust-statistics";
import { type Group, isFleet } from "./group";

/** A drop smaller than this share of what was expected is not a collapse: the fleet as a whole is steadier than its parts. */
const fleetShare = 0.1;
const partShare = 0.3;
/** Fewer devices than this are an owner's own affair. */
export const leastDevices = 25;
/** Deviations of the last minutes that chance may explain. */
const noiseFactor = 6;
/** Fewer known minutes than this give no expectation: a cold start raises nothing. */
const leastKnownMinutes = 5;
/** The last minutes that the expectation is taken from. */
export const baselineMinutes = 30;

export type Expectation = { expected: number; noise: number };
export type Drop = Expectation & { group: Group; found: number; lost: number; threshold: number };

/**
 * What a group should have at a minute: the median of its known last minutes, times how the same stretch went on earlier days.
 * `recent` are connected devices at known minutes outside any incident; `seasonal` is now/before on each earlier day.
 * Null while too little is known.
 */
export function expectConnected(recent: readonly number[], seasonal: readonly number[]): Expectation | null {
  if (recent.length < leastKnownMinutes) return null;
  const trend = seasonal.length > 0 ? median(seasonal) : 1;
  const expected = median(recent) * trend;
  return { expected, noise: Math.max(scaledMad(recent), Math.sqrt(Math.max(0, expected))) };
}

export function dropThreshold(group: Group, { expected, noise }: Expectation): number {
  const share = isFleet(group) ? fleetShare : partShare;
  return Math.max(leastDevices, share * expected, noiseFactor * noise);
}

/** The drop of a group at a minute, or null where what was found is within what chance and habit explain. */
export function judgeDrop(group: Group, found: number, expectation: Expectation | null): Drop | null {
  if (!expectation) return null;
  const threshold = dropThreshold(group, expectation);
  const lost = expectation.expected - found;
  return lost >= threshold ? { ...expectation, group, found, lost, threshold } : null;
}
