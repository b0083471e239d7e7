import { expect, test } from "vitest";
import { breakdownColumns, sortLines } from "./breakdown-columns";
import type { BreakdownLine } from "./breakdown-lines";

const line = (label: string, connected: number, more: Partial<BreakdownLine> = {}): BreakdownLine => ({
  key: label,
  label,
  enrolled: 10,
  connected,
  blocked: 0,
  silent: 0,
  quarantined: 0,
  unknown: 0,
  trend: [],
  ...more,
});

test("sorts by the column, equals by name, the rest last in either direction", () => {
  const lines = [line("All others", 99, { key: null }), line("b", 5), line("a", 5), line("c", 7)];
  const labels = (isUp: boolean) => sortLines(lines, { field: "connected", isUp }).map((each) => each.label);
  expect(labels(false)).toEqual(["c", "a", "b", "All others"]);
  expect(labels(true)).toEqual(["a", "b", "c", "All others"]);
});

test("unknown is a column when there is any, and a reason has the blocked alone", () => {
  const fields = (lines: BreakdownLine[]) => breakdownColumns("region", lines).map(({ field }) => field);
  expect(fields([line("a", 1)])).not.toContain("unknown");
  expect(fields([line("a", 1, { unknown: 2 })])).toContain("unknown");
  expect(breakdownColumns("reason", []).map(({ field }) => field)).toEqual(["blocked"]);
});
