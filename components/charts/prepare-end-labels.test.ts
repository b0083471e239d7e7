import { expect, test } from "vitest";
import { prepareEndLabels } from "./prepare-end-labels";

test("labels with room stand at the middle of their band", () => {
  expect(
    prepareEndLabels(
      [
        { key: "a", middle: 20 },
        { key: "b", middle: 80 },
      ],
      100,
      16,
    ).map((label) => label.y),
  ).toEqual([20, 80]);
});

test("labels of thin bands are pushed apart and stay inside", () => {
  const labels = prepareEndLabels(
    ["a", "b", "c"].map((key) => ({ key, middle: 99 })),
    100,
    16,
  );
  expect(labels.map((label) => label.y)).toEqual([60, 76, 92]);
});
