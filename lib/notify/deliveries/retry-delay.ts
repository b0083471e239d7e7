const firstMs = 15_000;
const growth = 2.6;
const longestMs = 6 * 3_600_000;
const jitter = 0.25;

/** The first attempt and eleven more, the last of them 20 to 26 hours after the first. */
export const usualAttempts = 12;

/**
 * How long to wait after the `attempts`-th attempt failed: 15 s, 39 s, 101 s, … at most 6 h, each a quarter more or less by `chance`
 * (0 to 1), so that what failed together does not come back together. Never less than the receiver asked for, up to 6 h.
 */
export function retryDelayMs(attempts: number, chance: number, askedMs = 0): number {
  const steady = Math.min(longestMs, firstMs * growth ** (attempts - 1));
  return Math.round(Math.max(steady * (1 - jitter + 2 * jitter * chance), Math.min(askedMs, longestMs)));
}
