import { expect, test } from "vitest";
import type { Change } from "./change";
import { findOverlaps } from "./find-overlaps";

const day = new Date("2026-04-25T00:00:00Z").getTime();
const change = (kind: Change["kind"], hour: number, untilHour?: number): Change => ({
  id: `${kind}-${hour}`,
  kind,
  title: kind,
  description: null,
  startsAt: new Date(day + hour * 3_600_000),
  endsAt: untilHour === undefined ? null : new Date(day + untilHour * 3_600_000),
  policyId: null,
  revision: 1,
  createdBy: "x",
});

test.each([
  ["a policy two hours before a snapshot", [change("policy", 6), change("rewards_snapshot", 8)], 1],
  ["a deployment within a freeze", [change("freeze", 0, 48), change("deployment", 30)], 1],
  ["a policy a day and a half before", [change("policy", 0), change("rewards_snapshot", 36)], 0],
  ["a deployment after the freeze", [change("freeze", 0, 10), change("deployment", 11)], 0],
  ["two snapshots", [change("rewards_snapshot", 1), change("rewards_snapshot", 2)], 0],
  ["a season over everything", [change("season", 0, 700), change("policy", 20)], 0],
])("%s", (_title, changes, expected) => {
  expect(findOverlaps(changes)).toHaveLength(expected);
});
