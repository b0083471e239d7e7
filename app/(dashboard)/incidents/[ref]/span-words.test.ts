import { expect, test } from "vitest";
import { durationWords, spanWords } from "./span-words";

const hour = 3_600_000;

test.each([
  [null, "unknown"],
  [{ leastMs: hour, mostMs: hour }, "1 h"],
  [{ leastMs: 4 * hour, mostMs: 5 * hour }, "4 h to 5 h"],
  [{ leastMs: 0, mostMs: 0 }, "0 s"],
])("%j reads %s", (range, words) => {
  expect(durationWords(range)).toBe(words);
});

test("days and hours", () => expect(spanWords(14 * 1_440)).toBe("14 d"));
