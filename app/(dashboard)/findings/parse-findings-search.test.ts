import { expect, test } from "vitest";
import { parseFindingsSearch } from "./parse-findings-search";

test.each([
  [{}, "open", ["new", "in_progress"]],
  [{ show: "resolved" }, "resolved", ["resolved"]],
  [{ show: "all" }, "all", undefined],
  [{ show: "nonsense" }, "open", ["new", "in_progress"]],
  [{ show: ["resolved", "all"] }, "open", ["new", "in_progress"]],
])("%j shows %s", (search, shown, status) => {
  expect(parseFindingsSearch(search)).toEqual({ shown, status });
});

test("a cursor comes along", () => {
  expect(parseFindingsSearch({ cursor: "x" }).cursor).toBe("x");
});
