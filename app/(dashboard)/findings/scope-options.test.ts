import { expect, test } from "vitest";
import { scopeOptions } from "./scope-options";

const row = (rule: string, provider: string | null, cluster: string | null) => ({
  rule,
  provider: provider === null ? null : { key: provider, name: null, slug: null },
  cluster,
});

test.each([
  [[row("a", null, null)], ["these", "rule"]],
  [[row("a", "7", "blue")], ["these", "rule-provider", "rule-cluster", "rule", "provider", "cluster"]],
  [
    [row("a", "7", "blue"), row("a", "8", "blue")],
    ["these", "rule-cluster", "rule", "cluster"],
  ],
  [
    [row("a", "7", null), row("b", "7", null)],
    ["these", "provider"],
  ],
  [[row("a", "7", null), row("b", null, "blue")], ["these"]],
])("%j reach as far as what they share", (rows, expected) => {
  expect(scopeOptions(rows).map(({ value }) => value)).toEqual(expected);
});
