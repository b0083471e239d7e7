import { expect, test } from "vitest";
import { formatCompact, formatCount, formatShare, formatSigned } from "./format-count";

test("thousands are separated as the locale does", () => {
  expect(formatCount(600_000, "en-GB")).toBe("600,000");
  expect(formatCount(600_000, "de-DE")).toBe("600.000");
  expect(formatCompact(600_000, "en-GB")).toBe("600 k");
  expect(formatCompact(12_431, "en-GB")).toBe("12.4 k");
});

test("a difference has its sign", () => {
  expect(formatSigned(1_204, "en-GB")).toBe("+1,204");
  expect(formatSigned(-38, "en-GB")).toBe("−38");
  expect(formatSigned(0, "en-GB")).toBe("0");
});

test.each([
  [0, 10, "0 %"],
  [10, 10, "100 %"],
  [1, 600_000, "< 0.1 %"],
  [599_999, 600_000, "> 99.9 %"],
  [1, 3, "33.3 %"],
  [0, 0, "–"],
])("%i of %i is %s", (part, whole, text) => {
  expect(formatShare(part, whole, "en-GB")).toBe(text);
});
