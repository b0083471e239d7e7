import type { FleetTimeline } from "@/lib/fleet/types";

/**
 * What a timeline showed at a past minute: nothing that came after it. The timeline itself where it does not reach beyond the minute, or
 * begins after it.
 */
export function timelineUntil(timeline: FleetTimeline, minute: number | null): FleetTimeline {
  if (minute === null || minute < timeline.fromMinute || minute >= timeline.toMinute) return timeline;
  const isUntil = (each: { minute: number }) => each.minute <= minute;
  const expected = timeline.expected.filter(isUntil);
  return {
    ...timeline,
    toMinute: minute,
    points: timeline.points.filter(isUntil),
    expected,
    // Told of the end of the timeline, which this is not.
    hasTooFewDays: timeline.hasTooFewDays && expected.length === 0,
  };
}
