import { expect, test } from "vitest";
import { preparePulse } from "./prepare-pulse";

test("a slot without a pulse is a gap", () => {
  const { bars, highest } = preparePulse(
    [
      { slot: 7, admitted: 3, turnedAway: 1 },
      { slot: 9, admitted: 0, turnedAway: 0 },
    ],
    4,
  );
  expect(highest).toBe(4);
  expect(bars.map((bar) => ("isGap" in bar ? null : bar.admitted))).toEqual([null, 3, null, 0]);
});

test("before the first pulse there is nothing", () => {
  expect(preparePulse([], 60)).toEqual({ bars: [], highest: 0 });
});
