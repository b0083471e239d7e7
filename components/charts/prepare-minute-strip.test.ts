import { expect, test } from "vitest";
import { prepareStripDays, prepareStripHours, type StateInterval, stripPaths, wordOfGap } from "./prepare-minute-strip";

const minuteAt = (iso: string) => Date.parse(iso) / 60_000;
const day = minuteAt("2024-04-25T00:00Z");
const intervals: StateInterval[] = [
  { state: "connected", fromMinute: day - 600, toMinute: day + 30 },
  { state: "silent", fromMinute: day + 30, toMinute: day + 45 },
  { state: "blocked", reason: "legacy_token", fromMinute: day + 45, toMinute: day + 1_000 },
];

test("days are rows, newest first, cut at midnight of the zone", () => {
  const rows = prepareStripDays(intervals, { fromMinute: day - 600, toMinute: day + 1_000 }, "UTC");
  expect(rows.map((row) => [row.fromMinute - day, row.length, row.runs.length, row.changes])).toEqual([
    [0, 1_440, 3, 2],
    [-1_440, 1_440, 1, 0],
  ]);
  expect(rows[0]?.runs[1]).toEqual({ state: "silent", at: 30, length: 15 });
  expect(rows[1]?.runs[0]).toEqual({ state: "connected", at: 840, length: 600 });
});

test("a day on which clocks change has 23 hours, and the next begins at its midnight", () => {
  const from = minuteAt("2024-03-30T23:00Z");
  const rows = prepareStripDays([], { fromMinute: from, toMinute: from + 2_000 }, "Europe/Berlin");
  expect(rows.map((row) => row.length)).toEqual([1_440, 1_380]);
});

test("hours are rows of sixty minutes; what was not recorded is a gap", () => {
  const rows = prepareStripHours(
    intervals,
    { fromMinute: day, length: 1_440 },
    { fromMinute: day, toMinute: day + 50 },
  );
  expect(rows).toHaveLength(24);
  expect(rows[0]?.runs.map((run) => [run.state, run.at, run.length])).toEqual([
    ["connected", 0, 30],
    ["silent", 30, 15],
    ["blocked_legacy_token", 45, 5],
  ]);
  expect(rows[1]?.runs).toEqual([]);
});

test("one path a state", () => {
  const [row] = prepareStripHours(
    [
      { state: "connected", fromMinute: 0, toMinute: 2 },
      { state: "silent", fromMinute: 2, toMinute: 3 },
      { state: "connected", fromMinute: 3, toMinute: 5 },
    ],
    { fromMinute: 0, length: 60 },
    { fromMinute: 0, toMinute: 60 },
  );
  expect(row && stripPaths(row)).toEqual([
    { state: "connected", path: "M0 0h2v1h-2ZM3 0h2v1h-2Z" },
    { state: "silent", path: "M2 0h1v1h-1Z" },
  ]);
});

test("an empty minute before the enrolment is not enrolled, one after it not recorded", () => {
  expect([wordOfGap(99, 100), wordOfGap(100, 100), wordOfGap(5, undefined)]).toEqual([
    "Not enrolled yet",
    "nothing is recorded",
    "nothing is recorded",
  ]);
});
