import { expect, test } from "vitest";
import { plotKeyboard } from "./plot-keyboard";

const minutes = Array.from({ length: 101 }, (_, index) => 1_000 + index * 5);

test.each([
  ["ArrowLeft", false, 1_100, 1_095],
  ["ArrowRight", false, 1_100, 1_105],
  ["ArrowRight", true, 1_100, 1_125],
  ["ArrowLeft", false, 1_000, 1_000],
  ["ArrowLeft", false, null, 1_500],
  ["Home", false, 1_100, 1_000],
  ["End", false, 1_100, 1_500],
  ["x", false, 1_100, null],
])("%s (shift %s) from %s goes to %s", (key, isShift, from, to) => {
  expect(plotKeyboard(key, isShift, minutes, from)).toBe(to);
});

test("without minutes there is nowhere to go", () => {
  expect(plotKeyboard("End", false, [], null)).toBeNull();
});
