import { expect, test } from "vitest";
import { filterOf, parseTriageSearch, triageHref } from "./triage-search";

const viewer = "11111111-1111-4111-8111-111111111111";

test.each([
  [{}, {}],
  [
    { show: "resolved", sort: "newest" },
    { show: "resolved", sort: "newest" },
  ],
  [{ show: "nonsense", sort: ["newest"] }, {}],
  [{ severity: "low,critical,awful" }, { severity: "critical,low" }],
  [{ severity: "awful", source: "cluster" }, { source: "cluster" }],
  [{ assignee: "me" }, { assignee: "me" }],
  [{ assignee: "somebody" }, {}],
  [
    { group: "cluster", q: "  shell ", rule: "" },
    { group: "cluster", q: "shell" },
  ],
  [{ rule: ["a", "b"], cursor: "x" }, { cursor: "x" }],
])("%j is %j", (search, expected) => {
  expect(parseTriageSearch(search)).toEqual({ show: "open", sort: "severity", ...expected });
});

test("mine is the viewer's", () => {
  expect(filterOf(parseTriageSearch({ assignee: "me", severity: "high,low" }), viewer)).toMatchObject({
    ...{ shown: "open", assignee: viewer, severity: ["high", "low"] },
  });
});

test("an address says what differs from the usual, and a change begins the list anew", () => {
  const search = parseTriageSearch({ severity: "critical,high", cursor: "x", q: "a b&c" });
  expect(triageHref(search)).toBe("/findings?severity=critical,high&q=a+b%26c");
  expect(triageHref(search, { severity: undefined, q: undefined })).toBe("/findings");
  expect(triageHref(search, { cursor: "y", show: "all" })).toBe(
    "/findings?show=all&severity=critical,high&q=a+b%26c&cursor=y",
  );
});

test("what an address says is read back the same", () => {
  const search = parseTriageSearch({ show: "new", source: "fleet", cluster: "c/1", group: "rule", sort: "newest" });
  const params = new URL(`https://x${triageHref(search)}`).searchParams;
  expect(parseTriageSearch(Object.fromEntries(params))).toEqual(search);
});
