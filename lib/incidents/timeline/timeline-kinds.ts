export const timelineKinds = [
  "attacker",
  "detection",
  "decision",
  "action",
  "communication",
  "impact",
  "change",
  "note",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

export const timelineKindLabels: Record<TimelineKind, string> = {
  attacker: "Attacker",
  detection: "Detection",
  decision: "Decision",
  action: "Action",
  communication: "Communication",
  impact: "Impact",
  change: "Change",
  note: "Note",
};

/** What an event of the record is in a timeline, by its kind or the beginning of it; the first that fits. */
export const kindsOfEvents: readonly (readonly [start: string, kind: TimelineKind])[] = [
  ["finding.opened", "detection"],
  ["finding.reopened", "detection"],
  ["finding.resolved", "detection"],
  ["finding.comment", "note"],
  ["finding.", "action"],
  ["policy.", "change"],
  ["change.", "change"],
  ["endpoint", "change"],
  ["fleet.", "impact"],
  ["presence.", "impact"],
  ["status.", "communication"],
  ["notice.", "communication"],
  ["incident.moved", "decision"],
  ["incident.severity", "decision"],
  ["incident.merged", "decision"],
  ["incident.moment", "note"],
  ["incident.updated", "note"],
  ["incident.", "action"],
  ["device", "action"],
  ["token.", "action"],
  ["exposure", "detection"],
  ["campaign.", "action"],
  ["wave.", "action"],
];

export function kindOfEvent(kind: string): TimelineKind {
  return kindsOfEvents.find(([start]) => kind.startsWith(start))?.[1] ?? "note";
}
