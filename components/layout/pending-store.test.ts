import { expect, test, vi } from "vitest";
import { beginPending, isAnyPending, subscribePending } from "./pending-store";

test("is pending until the last of them has ended, and each ends once", () => {
  const told = vi.fn();
  const unsubscribe = subscribePending(told);
  const endFirst = beginPending();
  const endSecond = beginPending();
  endFirst();
  endFirst();
  expect(isAnyPending()).toBe(true);
  endSecond();
  expect(isAnyPending()).toBe(false);
  expect(told).toHaveBeenCalledTimes(4);
  unsubscribe();
  beginPending()();
  expect(told).toHaveBeenCalledTimes(4);
});
