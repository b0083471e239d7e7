import { median } from "@/lib/detect/robust-statistics";
import { minuteOf } from "@/lib/fleet/minute";

/** One check of one device: when, and whether it was up. */
export type Check = { at: number; isUp: boolean };
/** Minutes [from, to) in which a device was seen up, or seen down. What no span holds is unknown. */
export type ObservedSpan = { from: number; to: number; isUp: boolean };

/** A check says nothing beyond three times the usual distance of that device's checks. */
const holdGaps = 3;
/** With a single check there is no usual distance: it holds for its own minute. */
const loneHoldMinutes = 1;

/** A check holds until the next one, at most three times the median gap of its device; then nothing is known. Any order. */
export function observeChecks(checks: readonly Check[]): ObservedSpan[] {
  // Of two checks of one instant that disagree, the one that failed counts, whatever their order in the file.
  const sorted = [...checks].sort((a, b) => a.at - b.at || Number(b.isUp) - Number(a.isUp));
  const gaps = sorted.slice(1).map((check, i) => check.at - (sorted[i] as Check).at);
  const longest =
    gaps.length > 0 ? Math.max(loneHoldMinutes, Math.ceil((holdGaps * median(gaps)) / 60_000)) : loneHoldMinutes;
  const spans: ObservedSpan[] = [];
  sorted.forEach((check, i) => {
    const from = minuteOf(check.at);
    const next = sorted[i + 1];
    const to = Math.min(from + longest, next ? minuteOf(next.at) : Number.POSITIVE_INFINITY);
    addSpan(spans, { from, to: Math.max(from, to), isUp: check.isUp });
  });
  return spans;
}

function addSpan(spans: ObservedSpan[], span: ObservedSpan): void {
  if (span.to <= span.from) return;
  const last = spans.at(-1);
  if (last && last.isUp === span.isUp && last.to === span.from) last.to = span.to;
  else spans.push(span);
}

/** Intervals as they were given, in order, with overlaps cut off the earlier one. */
export function observeIntervals(intervals: readonly ObservedSpan[]): ObservedSpan[] {
  const sorted = [...intervals].sort((a, b) => a.from - b.from);
  const spans: ObservedSpan[] = [];
  for (const interval of sorted) {
    const last = spans.at(-1);
    if (last && last.to > interval.from) last.to = interval.from;
    addSpan(spans, { ...interval });
  }
  return spans.filter((span) => span.to > span.from);
}
