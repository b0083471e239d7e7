import type { IncidentMomentName, KnownMoments } from "./moments";

/** At least and at most so many milliseconds: the same where both moments are certain. */
export type DurationRange = { leastMs: number; mostMs: number };

/** From which moment to which each is measured. */
export const durationEnds = {
  detect: ["first_malicious", "detected"],
  acknowledge: ["detected", "acknowledged"],
  contain: ["detected", "contained"],
  recover: ["detected", "resolved"],
  dwell: ["first_malicious", "contained"],
} as const satisfies Record<string, readonly [IncidentMomentName, IncidentMomentName]>;
export type DurationName = keyof typeof durationEnds;
export const durationNames = Object.keys(durationEnds) as DurationName[];

export const durationLabels: Record<DurationName, string> = {
  detect: "Time to detect",
  acknowledge: "Time to acknowledge",
  contain: "Time to contain",
  recover: "Time to recover",
  dwell: "Dwell time",
};

/** How long it took, as far as its two moments are known; null while one of them is not. Never below zero. */
export function durationBetween(
  moments: KnownMoments,
  from: IncidentMomentName,
  to: IncidentMomentName,
): DurationRange | null {
  const [start, end] = [moments[from], moments[to]];
  if (!start || !end) return null;
  return {
    leastMs: Math.max(0, end.earliest.getTime() - start.latest.getTime()),
    mostMs: Math.max(0, end.latest.getTime() - start.earliest.getTime()),
  };
}

/** All of them: detection, acknowledgement, containment and recovery; dwell is from the first malicious act to containment. */
export function durationsOf(moments: KnownMoments): Record<DurationName, DurationRange | null> {
  const of = (name: DurationName) => durationBetween(moments, durationEnds[name][0], durationEnds[name][1]);
  return {
    detect: of("detect"),
    acknowledge: of("acknowledge"),
    contain: of("contain"),
    recover: of("recover"),
    dwell: of("dwell"),
  };
}
