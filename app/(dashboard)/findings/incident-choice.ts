import type { TriageRow } from "@/lib/findings/triage/list-triage";
import type { FindingIncident, FindingIncidents } from "@/lib/incidents/incidents-of-findings";
import type { SuggestedIncident } from "@/lib/incidents/suggest-incidents";

type Common = Pick<SuggestedIncident, "isSameDetector" | "isSameProvider" | "isSameTime">;

/** Time alone is no likeness: much begins in the same hour. */
export const isLikely = ({ isSameDetector, isSameProvider }: Common): boolean => isSameDetector || isSameProvider;

/** What an incident has in common with the findings, in words. */
export const reasonsOf = ({ isSameDetector, isSameProvider, isSameTime }: Common): string[] => [
  ...(isSameDetector ? ["same detector"] : []),
  ...(isSameProvider ? ["same provider"] : []),
  ...(isSameTime ? ["same time"] : []),
];

const ranks = ["critical", "high", "medium", "low", "info"];

/** The gravest of them, the first where several are. */
export const gravestOf = <Row extends Pick<TriageRow, "severity">>(rows: readonly Row[]): Row | undefined =>
  rows.toSorted((a, b) => ranks.indexOf(a.severity) - ranks.indexOf(b.severity))[0];

/** Those that an open incident holds, by incident, and the others: what was in one that has ended may go into another. */
export function splitByIncident<Row extends Pick<TriageRow, "id">>(rows: readonly Row[], incidents: FindingIncidents) {
  const held = new Map<string, { incident: FindingIncident; findingIds: string[] }>();
  const free: Row[] = [];
  for (const row of rows) {
    const incident = incidents[row.id];
    if (!incident?.isOpen) {
      free.push(row);
      continue;
    }
    const group = held.get(incident.id) ?? { incident, findingIds: [] };
    group.findingIds.push(row.id);
    held.set(incident.id, group);
  }
  return { held: [...held.values()], free };
}
