import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ruleGuides } from "./rule-guides";

/** Every rule that a source file of lib names as one of its own. */
const named = new Set(
  readdirSync("lib", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("test") && !/cli\/bench|demo\//.test(path))
    .flatMap((path) => [
      ...readFileSync(`lib/${path}`, "utf8").matchAll(
        /\b\w*[rR]ule = "((?:fleet|posture|api|exposure|attack|audit)\.[\w-]+)"/g,
      ),
    ])
    .map(([, rule]) => rule ?? ""),
);

test("every detector says why it fires and what to do, and no guide is of none", () => {
  expect(named.size).toBeGreaterThanOrEqual(5);
  expect(Object.keys(ruleGuides).toSorted()).toEqual([...named].toSorted());
  for (const { title, why, respond } of Object.values(ruleGuides)) {
    expect(title.length).toBeGreaterThan(5);
    expect(why.length).toBeGreaterThan(40);
    expect(respond.length).toBeGreaterThan(0);
  }
});
