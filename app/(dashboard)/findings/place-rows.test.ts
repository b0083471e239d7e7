import fc from "fast-check";
import { expect, test } from "vitest";
import { placeRows } from "./place-rows";

const rowsOf = (ids: string) => [...ids].map((id) => ({ id }));
const shownOf = (held: string, rows: string) => {
  const { shown, waiting, left } = placeRows(rowsOf(held), rowsOf(rows));
  return [shown.map(({ row, hasLeft }) => (hasLeft ? `(${row.id})` : row.id)).join(""), waiting, left];
};

test.each([
  ["abc", "abc", ["abc", 0, 0]],
  ["abc", "xabc", ["abc", 1, 0]],
  ["abc", "axbc", ["abc", 1, 0]],
  ["abc", "ac", ["a(b)c", 0, 1]],
  ["abc", "acd", ["a(b)cd", 0, 1]],
  ["abc", "xacd", ["a(b)cd", 1, 1]],
  ["abc", "bca", ["abc", 0, 0]],
  ["abc", "xyz", ["(a)(b)(c)", 3, 3]],
  ["abc", "", ["(a)(b)(c)", 0, 3]],
  ["", "ab", ["ab", 0, 0]],
])("%s, then %s", (held, rows, expected) => {
  expect(shownOf(held, rows)).toEqual(expected);
});

const list = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 15 });

test("nothing is lost or twice: the rows are shown or wait, and those held stand where they stood", () => {
  fc.assert(
    fc.property(list, list, (before, after) => {
      const held = before.map((id) => ({ id: String(id) }));
      const rows = after.map((id) => ({ id: String(id) }));
      const { shown, waiting, left } = placeRows(held, rows);
      const ids = shown.map(({ row }) => row.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.slice(0, held.length)).toEqual(held.map(({ id }) => id));
      expect(waiting).toBe(rows.filter(({ id }) => !ids.includes(id)).length);
      expect(left).toBe(shown.filter(({ hasLeft }) => hasLeft).length);
    }),
  );
});
