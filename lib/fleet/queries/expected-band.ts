/** Scales the median absolute deviation to a standard deviation of a normal distribution (1 / Φ⁻¹(3/4)). */
const madToSigma = 1.4826;
/** Earlier days that it takes before the minutes just before are left aside. */
export const enoughDays = 3;
/** Even a fleet that never moved is allowed this share to either side. */
const leastShare = 0.005;

export type ExpectedBand = { low: number; median: number; high: number };

/**
 * What would be usual: median and three spreads (MAD) of the same minute of earlier days; while there are fewer than
 * three of them, with the last usual minutes before. Null without any sample.
 */
export function expectedBand(earlierDays: number[], minutesBefore: number[]): ExpectedBand | null {
  const samples = earlierDays.length >= enoughDays ? earlierDays : [...earlierDays, ...minutesBefore];
  if (samples.length === 0) return null;
  const median = medianOf(samples);
  const spread = medianOf(samples.map((value) => Math.abs(value - median))) * madToSigma;
  const margin = Math.max(3 * spread, leastShare * median);
  return {
    low: Math.max(0, Math.floor(median - margin)),
    median: Math.round(median),
    high: Math.ceil(median + margin),
  };
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
