import { expect, test } from "vitest";
import { countsOf, pointOf, timelineOf } from "@/components/charts/timeline-fixture";
import type { BreakdownRow, FleetSummary } from "@/lib/fleet/types";
import { breakdownLines, isShareKnown } from "./breakdown-lines";

const whole = countsOf({ connected: 60, outdated: 25, legacy: 5, silent: 8, unknown: 2 });
const evidence = { claimed: 100, seen: 90, admitted: 60, verified: 40 };
const summary: FleetSummary = {
  minute: 10,
  at: "1970-01-01T00:10:00.000Z",
  isLatest: true,
  coverage: "full",
  revisedAt: null,
  devices: whole,
  gpus: whole,
  evidence: { devices: evidence, gpus: evidence },
};
const row = (key: string, some: Parameters<typeof countsOf>[0]): BreakdownRow => {
  const counts = countsOf(some);
  return { key, label: key, devices: counts, gpus: counts, trend: [] };
};
const timeline = timelineOf([pointOf(9, { outdated: 4 }), { ...pointOf(10, { outdated: 9 }), coverage: "none" }]);
const linesOf = (rows: BreakdownRow[], by: "region" | "reason" = "region") =>
  breakdownLines({ by, unit: "devices", summary, rows, timeline });

test("what the rows leave over is a line, so that the lines sum to the whole", () => {
  const lines = linesOf([row("eu", { connected: 40, outdated: 10 }), row("", { connected: 20, silent: 8 })]);
  expect(lines.map((line) => [line.label, line.enrolled])).toEqual([
    ["eu", 50],
    ["not stated", 28],
    ["All others", 22],
  ]);
  for (const field of ["enrolled", "connected", "blocked", "silent", "quarantined", "unknown"] as const) {
    const sum = lines.reduce((total, line) => total + line[field], 0);
    expect(sum).toBe(field === "blocked" ? 30 : (summary.devices[field] as number));
  }
});

test("rows that hold everything leave no rest", () => {
  expect(linesOf([row("eu", { connected: 60, outdated: 25, legacy: 5, silent: 8, unknown: 2 })])).toHaveLength(1);
});

test("reasons are the blocked, with their own course and its gaps", () => {
  const lines = linesOf([], "reason");
  expect(lines.map((line) => [line.key, line.blocked])).toEqual([
    ["outdated_agent", 25],
    ["legacy_token", 5],
    ["unverified", 0],
  ]);
  expect(lines[0]?.trend).toEqual([4, null]);
});

test("where nobody listened the connected share is unknown, not 0 %", () => {
  const none = {
    key: "eu",
    label: "eu",
    enrolled: 5,
    connected: 0,
    blocked: 0,
    silent: 0,
    quarantined: 1,
    unknown: 4,
    trend: [],
  };
  expect(isShareKnown(none)).toBe(false);
  expect(isShareKnown({ ...none, unknown: 3, silent: 1 })).toBe(true);
  expect(isShareKnown({ ...none, unknown: 0, quarantined: 5 })).toBe(true);
});
