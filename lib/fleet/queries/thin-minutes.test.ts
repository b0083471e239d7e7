import { expect, test } from "vitest";
import { coverageStatus } from "../coverage-status";
import { noCounts } from "./minute-counts";
import { thinMinutes } from "./thin-minutes";

const minutes = (values: (number | null)[]) =>
  values.map((connected, minute) => ({
    minute,
    status: connected === null ? coverageStatus.none : coverageStatus.full,
    counts: { ...noCounts(), connected: connected ?? 0 },
  }));
const thin = (values: (number | null)[], stepMinutes: number) =>
  thinMinutes(minutes(values), { fromMinute: 0, stepMinutes }).map((one) => one.minute);

test("every minute while they fit", () => {
  expect(thin([1, 2, null, 3], 1)).toEqual([0, 1, 2, 3]);
});

test("the lowest, the highest and the first gap of each bucket, in order", () => {
  expect(thin([5, 1, 9, 7, 4, 4, 4, 4, 3, null, null, 8], 4)).toEqual([1, 2, 4, 7, 8, 9, 11]);
});

test("a bucket in which nobody listened is a gap, and never the lowest", () => {
  expect(thin([null, null, null, 7], 2)).toEqual([0, 2, 3]);
});
