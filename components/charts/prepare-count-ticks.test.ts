import { expect, test } from "vitest";
import { prepareCountTicks } from "./prepare-count-ticks";

test.each([
  [612_340, [0, 200_000, 400_000, 600_000]],
  [9_800, [0, 2_500, 5_000, 7_500]],
  [3, [0, 1, 2, 3]],
  [0, [0]],
])("up to %i", (highest, ticks) => {
  expect(prepareCountTicks(highest)).toEqual(ticks);
});
