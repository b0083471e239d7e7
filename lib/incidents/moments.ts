import { AppError } from "@/lib/app-error";
import type { WhenRange } from "./when/when";

/** The moments of an incident, in the order in which they can only happen. */
export const incidentMomentNames = [
  "first_malicious",
  "detected",
  "reported",
  "acknowledged",
  "contained",
  "stable",
  "resolved",
  "closed",
] as const;
export type IncidentMomentName = (typeof incidentMomentNames)[number];

export const momentLabels: Record<IncidentMomentName, string> = {
  first_malicious: "First malicious act",
  detected: "Detected",
  reported: "Reported",
  acknowledged: "Acknowledged",
  contained: "Contained",
  stable: "Stable",
  resolved: "Resolved",
  closed: "Closed",
};

export type KnownMoments = Partial<Record<IncidentMomentName, WhenRange>>;

/** The first pair that stands in the wrong order however the two are read; null when there is none. */
export function findMisorder(moments: KnownMoments): { earlier: IncidentMomentName; later: IncidentMomentName } | null {
  const known = incidentMomentNames.filter((name) => moments[name]);
  for (const [index, later] of known.entries()) {
    for (const earlier of known.slice(0, index)) {
      const [before, after] = [moments[earlier], moments[later]];
      if (before && after && after.latest < before.earliest) return { earlier, later };
    }
  }
  return null;
}

/** Throws AppError unprocessable "moments_out_of_order" that names both moments. */
export function requireOrder(moments: KnownMoments): void {
  const found = findMisorder(moments);
  if (!found) return;
  const { earlier, later } = found;
  const say = (name: IncidentMomentName, at: Date | undefined) =>
    `"${momentLabels[name]}" (${at?.toISOString().slice(0, 16).replace("T", " ")} UTC)`;
  const message = `${say(later, moments[later]?.latest)} cannot lie before ${say(earlier, moments[earlier]?.earliest)}. Correct one of the two.`;
  throw new AppError("unprocessable", "moments_out_of_order", message, { field: later, earlier, later });
}
