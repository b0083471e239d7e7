import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import { DatabaseClock } from "./database-clock";

/** How far the clock is ahead of this process's own, in whole milliseconds. */
const ahead = (clock: DatabaseClock) => Math.round(clock.now() - performance.now());

test("a measurement lies in the middle of its round trip", () => {
  const clock = new DatabaseClock();
  clock.take(1_000_000, 100, 140);
  expect(ahead(clock)).toBe(999_880);
});

test("a slow measurement that agrees changes nothing", () => {
  const clock = new DatabaseClock();
  clock.take(1_000_000, 100, 140);
  clock.take(1_001_000, 1_000, 2_000);
  expect(ahead(clock)).toBe(999_880);
});

test("a slow measurement that cannot be reconciled is taken: the machine had slept, or the database's clock was set", () => {
  const clock = new DatabaseClock();
  clock.take(1_000_000, 100, 140);
  clock.take(5_000_000, 1_000, 2_000);
  expect(ahead(clock)).toBe(4_998_500);
});
