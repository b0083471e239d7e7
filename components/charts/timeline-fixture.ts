import type { FleetTimeline, StateCounts, TimelinePoint } from "@/lib/fleet/types";

/** Counts for tests: what is not named is zero, and the sum is the enrolled. */
export function countsOf(
  some: Partial<
    Record<"connected" | "outdated" | "legacy" | "unverified" | "silent" | "quarantined" | "unknown", number>
  >,
): StateCounts {
  const { connected = 0, outdated = 0, legacy = 0, unverified = 0, silent = 0, quarantined = 0, unknown = 0 } = some;
  return {
    enrolled: connected + outdated + legacy + unverified + silent + quarantined + unknown,
    connected,
    blocked: { outdated_agent: outdated, legacy_token: legacy, unverified },
    silent,
    quarantined,
    unknown,
  };
}

export function pointOf(minute: number, some: Parameters<typeof countsOf>[0]): TimelinePoint {
  const counts = countsOf(some);
  const { enrolled: claimed, connected: admitted } = counts;
  return { minute, coverage: "full", counts, evidence: { claimed, seen: admitted, admitted, verified: 0 } };
}

export function timelineOf(points: TimelinePoint[], more: Partial<FleetTimeline> = {}): FleetTimeline {
  const fromMinute = points[0]?.minute ?? 0;
  const toMinute = points.at(-1)?.minute ?? 0;
  return { fromMinute, toMinute, unit: "devices", stepMinutes: 1, points, expected: [], hasTooFewDays: false, ...more };
}
