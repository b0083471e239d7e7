import { expect, test } from "vitest";
import { formatDuration, formatMoment, formatRelative, formatSpoken, formatUtc, formatUtcDay } from "./format-time";

const at = Date.UTC(2024, 3, 25, 8, 42, 7);

test.each([
  [12_000, "12 s ago"],
  [60_000, "1 min ago"],
  [3_599_000, "59 min ago"],
  [3_600_000, null],
  [-30_000, "in 30 s"],
])("%i ms before now is %s", (age, text) => {
  expect(formatRelative(at, at + age)).toBe(text);
});

test("a moment is in the viewer's zone; its day and year stand only when they are not today's", () => {
  expect(formatMoment(at, at, "en-GB", "UTC")).toBe("08:42");
  expect(formatMoment(at, at, "en-GB", "Asia/Tokyo")).toBe("17:42");
  expect(formatMoment(at, at + 86_400_000, "en-GB", "UTC")).toBe("25 Apr, 08:42");
  expect(formatMoment(at, at + 400 * 86_400_000, "en-GB", "UTC")).toBe("25 Apr 2024, 08:42");
});

test("today is decided in the viewer's zone", () => {
  const lateInUtc = Date.UTC(2024, 3, 25, 23, 30);
  expect(formatMoment(lateInUtc, lateInUtc + 3_600_000, "en-GB", "Asia/Tokyo")).toBe("08:30");
});

test("UTC and the spoken form are whole", () => {
  expect(formatUtc(at, "en-GB")).toBe("25 April 2024, 08:42:07 UTC");
  expect(formatSpoken(at, "en-GB", "UTC")).toBe("08:42 on 25 April");
});

test.each([
  [5_000, "5 s"],
  [4 * 60_000, "4 min"],
  [130 * 60_000, "2 h 10 min"],
  [76 * 3_600_000, "3 d 4 h"],
  [86_400_000, "1 d"],
])("%i ms last %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("a day of UTC is that day to everybody, from its first moment to its last", () => {
  for (const ms of [Date.UTC(2024, 3, 25), Date.UTC(2024, 3, 25, 23, 59)]) {
    expect(formatUtcDay(ms, "en-GB")).toBe("25 Apr 2024");
  }
});
