import { expect, test } from "vitest";
import { expectedAt } from "./expected-at";

const sample = (minute: number, median: number) => ({ minute, low: median - 10, median, high: median + 10 });
const samples = [sample(0, 100), sample(10, 200), sample(20, 200), sample(30, 200), sample(90, 200)];

test.each([
  [0, 100],
  [5, 150],
  [10, 200],
  [90, 200],
])("at %i the median is %i", (minute, median) => {
  expect(expectedAt(samples, minute)).toEqual({ low: median - 10, median, high: median + 10 });
});

test("outside of the samples nothing is expected", () => {
  expect(expectedAt(samples, -1)).toBeNull();
  expect(expectedAt(samples, 91)).toBeNull();
  expect(expectedAt([], 5)).toBeNull();
});

test("over a hole in the samples nothing is expected", () => {
  const holed = [0, 1, 2, 3, 4, 40, 41, 42, 43, 44].map((minute) => sample(minute, 100));
  expect(expectedAt(holed, 20)).toBeNull();
});
