import { expect, test } from "vitest";
import { freshnessOf } from "./freshness-of";

test.each([
  [0, "fresh"],
  [90_000, "fresh"],
  [90_001, "late"],
  [180_000, "late"],
  [180_001, "stale"],
])("%i ms after the roll call it is %s", (ageMs, level) => {
  expect(freshnessOf(1_000, 1_000 + ageMs)).toEqual({ level, ageMs });
});

test("without a roll call there is no age; a clock that is behind makes none either", () => {
  expect(freshnessOf(null, 5).level).toBe("none");
  expect(freshnessOf(2_000, 1_000).ageMs).toBe(0);
});
