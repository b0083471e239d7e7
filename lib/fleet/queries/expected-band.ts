/** Scales the median absolute deviation to a standard deviation of a normal distribution (1 / Φ⁻¹(3/4)). */
const madToSigma = 1.4826;
/** Fewer earlier days than these tell nothing of what is usual. */
const enoughDays = 3;
/** Even a fleet that never moved is allowed this share to either side. */
const leastShare = 0.005;
/** A day counts at a minute if this share of the minutes around it is known. */
const knownShare = 0.5;
/** A day counts for the whole of a chart if this share of it is known: days that begin or end within it would make steps. */
const wholeShare = 0.9;

export type ExpectedBand = { low: number; median: number; high: number };

/**
 * What would be usual at each of some evenly spaced minutes: median and three spreads (MAD) of the same minutes of earlier days and
 * those around them, so that the band moves as the days do. `days` hold a value for each minute and for `reach` of them before and
 * after; NaN where it is not known or not usual. Null where fewer than three days are known.
 */
export function expectedBands(days: readonly Float64Array[], reach: number): (ExpectedBand | null)[] {
  const length = Math.max(0, ...days.map((day) => day.length)) - 2 * reach;
  const whole = days.filter((day) => shareKnown(day) >= wholeShare);
  const compared = whole.length >= enoughDays ? whole : days;
  return Array.from({ length: Math.max(0, length) }, (_, index) => {
    const around = compared
      .map((day) => day.subarray(index, index + 2 * reach + 1))
      .filter((window) => window.length > 0 && shareKnown(window) >= knownShare);
    return around.length >= enoughDays ? bandOf(around) : null;
  });
}

function bandOf(windows: readonly Float64Array[]): ExpectedBand {
  const samples = Float64Array.from(windows.flatMap((window) => [...window].filter((value) => !Number.isNaN(value))));
  const median = medianOf(samples);
  const spread = medianOf(samples.map((value) => Math.abs(value - median))) * madToSigma;
  const margin = Math.max(3 * spread, leastShare * median);
  return {
    low: Math.max(0, Math.floor(median - margin)),
    median: Math.round(median),
    high: Math.ceil(median + margin),
  };
}

/** 0 of nothing. Sorts what it is given. */
export function medianOf(values: Float64Array): number {
  const sorted = values.sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function shareKnown(values: Float64Array): number {
  let known = 0;
  for (const value of values) if (!Number.isNaN(value)) known += 1;
  return values.length === 0 ? 0 : known / values.length;
}
