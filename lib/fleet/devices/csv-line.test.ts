import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine } from "./csv-line";

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-2", "'-2"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\tx", "'\tx"],
  ["a=b", "a=b"],
  ['say "no", then', '"say ""no"", then"'],
  ["\r=1", '"\'\r=1"'],
])("%j is written as %j", (cell, written) => {
  expect(csvLine([cell])).toBe(`${written}\r\n`);
});

test("numbers and nothing are left alone", () => {
  expect(csvLine([-5, null, ""])).toBe("-5,,\r\n");
});

test("what is written is read back, whatever it is, and no cell begins like a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 5 }), (cells) => {
      const [read] = parse(csvLine(cells), { relax_column_count: true }) as string[][];
      expect(read?.map((cell) => cell.replace(/^'(?=[=+\-@\t\r])/, ""))).toEqual(cells);
      expect(read?.some((cell) => /^[=+\-@\t\r]/.test(cell))).toBe(false);
    }),
  );
});
