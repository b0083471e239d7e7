import type { CountedMinute } from "../cohort/counted-minute";
import { coverageStatus } from "../coverage-status";

type Bucket = { lowest?: CountedMinute; highest?: CountedMinute; gap?: CountedMinute };

/**
 * Of each bucket the minute with the lowest and the one with the highest connected, and the first that was not listened in:
 * what pickMinutes does with the stored ones. The minutes ascend.
 */
export function thinMinutes(
  minutes: CountedMinute[],
  { fromMinute, stepMinutes }: { fromMinute: number; stepMinutes: number },
): CountedMinute[] {
  if (stepMinutes === 1) return minutes;
  const buckets = new Map<number, Bucket>();
  for (const one of minutes) {
    const index = Math.floor((one.minute - fromMinute) / stepMinutes);
    const bucket = buckets.get(index) ?? {};
    buckets.set(index, bucket);
    const { connected } = one.counts;
    if (one.status === coverageStatus.none) bucket.gap ??= one;
    else {
      if (!bucket.lowest || connected < bucket.lowest.counts.connected) bucket.lowest = one;
      if (!bucket.highest || connected >= bucket.highest.counts.connected) bucket.highest = one;
    }
  }
  const kept = new Set([...buckets.values()].flatMap(({ lowest, highest, gap }) => [lowest, highest, gap]));
  return minutes.filter((minute) => kept.has(minute));
}
