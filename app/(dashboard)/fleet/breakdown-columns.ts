import type { BreakdownLine } from "./breakdown-lines";
import type { BreakdownBy } from "./fleet-ranges";

export type NumberField = "connected" | "blocked" | "silent" | "quarantined" | "unknown" | "enrolled";
export type BreakdownColumn = { field: NumberField; label: string };
export type BreakdownSort = { field: NumberField; isUp: boolean };

const columns: readonly BreakdownColumn[] = [
  { field: "connected", label: "Connected" },
  { field: "blocked", label: "Blocked" },
  { field: "silent", label: "Silent" },
  { field: "quarantined", label: "Quarantined" },
  { field: "unknown", label: "Unknown" },
  { field: "enrolled", label: "Enrolled" },
];

/** Only the blocked have a reason; unknown is a column when there is any. */
export function breakdownColumns(by: BreakdownBy, lines: readonly BreakdownLine[]): readonly BreakdownColumn[] {
  return columns.filter(({ field }) => {
    if (by === "reason") return field === "blocked";
    return field !== "unknown" || lines.some((line) => line.unknown > 0);
  });
}

/** By a column, then by name; the rest stays last, since it is no value of its own. */
export function sortLines(lines: readonly BreakdownLine[], { field, isUp }: BreakdownSort): BreakdownLine[] {
  return [...lines].sort((a, b) => {
    if (a.key === null || b.key === null) return a.key === null ? 1 : -1;
    return (isUp ? a[field] - b[field] : b[field] - a[field]) || a.label.localeCompare(b.label);
  });
}
