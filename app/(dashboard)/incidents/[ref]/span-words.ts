import { formatDuration } from "@/components/ui/format-time";
import type { DurationRange } from "@/lib/incidents/durations";

/** 90 → 1 h 30 min */
export const spanWords = (minutes: number): string => formatDuration(minutes * 60_000);

/** One figure where both ends are certain, two where they are not, and "unknown" rather than none. */
export function durationWords(range: DurationRange | null): string {
  if (!range) return "unknown";
  const [least, most] = [formatDuration(range.leastMs), formatDuration(range.mostMs)];
  return least === most ? least : `${least} to ${most}`;
}
