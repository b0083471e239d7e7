import { expect, test } from "vitest";
import { retryDelayMs, usualAttempts } from "./retry-delay";

const hourMs = 3_600_000;
const wholeMs = (chance: number) =>
  Array.from({ length: usualAttempts - 1 }, (_, index) => retryDelayMs(index + 1, chance)).reduce((a, b) => a + b, 0);

test("the attempts go on for about a day", () => {
  expect(wholeMs(0.5) / hourMs).toBeGreaterThan(22);
  expect(wholeMs(0.5) / hourMs).toBeLessThan(26);
  expect(wholeMs(0) / hourMs).toBeGreaterThan(16);
  expect(wholeMs(1) / hourMs).toBeLessThan(32);
});

test("each wait is longer than the one before, and none longer than six hours and a quarter", () => {
  const delays = Array.from({ length: 20 }, (_, index) => retryDelayMs(index + 1, 0.5));
  expect(delays.slice(0, 3)).toEqual([15_000, 39_000, 101_400]);
  expect(delays.toSorted((a, b) => a - b)).toEqual(delays);
  expect(retryDelayMs(20, 1)).toBe(7.5 * hourMs);
});

test("chance spreads them by a quarter", () => {
  expect([retryDelayMs(1, 0), retryDelayMs(1, 1)]).toEqual([11_250, 18_750]);
});

test("what the receiver asks for counts where it is longer, up to six hours", () => {
  expect(retryDelayMs(1, 0.5, 60_000)).toBe(60_000);
  expect(retryDelayMs(1, 0.5, 1_000)).toBe(15_000);
  expect(retryDelayMs(1, 0.5, 99 * hourMs)).toBe(6 * hourMs);
});
