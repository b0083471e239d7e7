import { expect, test } from "vitest";
import { expectedBand, medianOf } from "./expected-band";

test("the median of none, odd and even", () => {
  expect([medianOf([]), medianOf([3, 1, 2]), medianOf([4, 1, 2, 3])]).toEqual([0, 2, 2.5]);
});

test("three earlier days stand for themselves, whatever the minutes before say", () => {
  expect(expectedBand([100, 110, 90], [5, 5, 5, 5])).toEqual({ low: 55, median: 100, high: 145 });
});

test("one strange day moves the band little", () => {
  const usual = expectedBand([100, 101, 99, 100, 102, 98], []);
  const strange = expectedBand([100, 101, 99, 100, 102, 0], []);
  expect(Math.abs((usual?.low ?? 0) - (strange?.low ?? 0))).toBeLessThan(5);
});

test("with fewer days the minutes before help, without any sample there is no band", () => {
  expect(expectedBand([], [1_000, 1_000])).toEqual({ low: 995, median: 1_000, high: 1_005 });
  expect(expectedBand([], [])).toBeNull();
});
