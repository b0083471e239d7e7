import { expect, test } from "vitest";
import { prepareStateArea } from "./prepare-state-area";
import { timelineCsv } from "./timeline-csv";
import { pointOf, timelineOf } from "./timeline-fixture";

test("one row a minute that was counted", () => {
  const area = prepareStateArea(timelineOf([pointOf(0, { connected: 3, silent: 1 }), pointOf(9, { unknown: 4 })]), 100);
  expect(timelineCsv(area).trimEnd().split("\n").slice(1)).toEqual([
    "1970-01-01T00:00:00.000Z,full,4,3,0,0,0,1,0,0,,,",
    "1970-01-01T00:09:00.000Z,full,4,0,0,0,0,0,0,4,,,",
  ]);
});
