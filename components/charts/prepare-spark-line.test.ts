import { expect, test } from "vitest";
import { prepareSparkLine } from "./prepare-spark-line";

test("starts at zero, so that a fall to a third looks like one", () => {
  expect(prepareSparkLine([30, 10], 100, 32).line).toBe("M0 1L100 21");
});

test("a gap is a gap", () => {
  const { line, area } = prepareSparkLine([10, 10, null, 10, 10], 100, 32);
  expect(line).toBe("M0 1L25 1M75 1L100 1");
  expect(area).toBe("M0 1L25 1V32H0ZM75 1L100 1V32H75Z");
});

test("nothing but gaps draws nothing", () => {
  expect(prepareSparkLine([null, null], 100, 32)).toEqual({ line: "", area: "", last: null });
});

test("a lone value is seen", () => {
  expect(prepareSparkLine([null, 4, null], 100, 32).line).toBe("M50 1L75 1");
});
