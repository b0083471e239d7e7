import { expect, test } from "vitest";
import { hoursApartFor, ofHoursApart } from "./cohort-points";

const minutesOf = (hours: number) => Array.from({ length: hours * 60 }, (_, index) => 6_000 + index);

test("of two days every hour, however many shards; of thirty as many as can be read", () => {
  expect(hoursApartFor(minutesOf(48), 1_000)).toBe(1);
  expect([1, 3, 10, 100].map((shards) => hoursApartFor(minutesOf(720), shards))).toEqual([1, 1, 3, 30]);
});

test("hours apart end with the last one, and leave out the minutes that need the hour before", () => {
  expect(ofHoursApart(minutesOf(72), 1)).toEqual(minutesOf(72));
  const some = ofHoursApart(minutesOf(72), 3);
  expect(some).toHaveLength(24 * 58);
  expect(some.at(-1)).toBe(6_000 + 72 * 60 - 1);
  expect(some.every((minute) => minute % 60 >= 2)).toBe(true);
});
