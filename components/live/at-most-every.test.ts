import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { atMostEvery } from "./at-most-every";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the first is done at once, a burst after it once and at the end of the pause", () => {
  const act = vi.fn();
  const { ask } = atMostEvery(1_000, act);
  ask();
  vi.advanceTimersByTime(0);
  expect(act).toHaveBeenCalledTimes(1);
  for (let time = 0; time < 5; time++) ask();
  vi.advanceTimersByTime(999);
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledTimes(2);
});

test("what was asked and is cancelled is not done", () => {
  const act = vi.fn();
  const { ask, cancel } = atMostEvery(1_000, act);
  ask();
  cancel();
  vi.runAllTimers();
  expect(act).not.toHaveBeenCalled();
});
