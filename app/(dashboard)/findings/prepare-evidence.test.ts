import { expect, test } from "vitest";
import { prepareEvidence, wordsOf } from "./prepare-evidence";

test.each([
  ["dueAt", "Due at"],
  ["first_seen", "First seen"],
  ["podIP", "Pod ip"],
])("%s is %s", (name, words) => {
  expect(wordsOf(name)).toBe(words);
});

test("numbers, times, yes and no, lists and what is missing each say what they are", () => {
  const parts = prepareEvidence({
    ...{ uses: 3, isAccepted: false, since: "2026-04-25T08:05:00Z", names: ["a", "b"], prefix: null },
    byRisk: { high: 2 },
  });
  expect(parts).toEqual([
    { kind: "fact", name: "Uses", value: { is: "number", value: 3 } },
    { kind: "fact", name: "Is accepted", value: { is: "text", text: "no" } },
    { kind: "fact", name: "Since", value: { is: "time", at: Date.parse("2026-04-25T08:05:00Z") } },
    { kind: "fact", name: "Names", value: { is: "text", text: "a, b" } },
    { kind: "fact", name: "Prefix", value: { is: "text", text: "not stated" } },
    { kind: "fact", name: "By risk: high", value: { is: "number", value: 2 } },
  ]);
});

test("a list of records is a table of all their names but the id, and says how many more there are", () => {
  const endpoints = Array.from({ length: 25 }, (_, index) => ({ id: `${index}`, path: `/${index}`, owner: "Ops" }));
  const [table] = prepareEvidence({ endpoints });
  expect(table).toMatchObject({ kind: "table", name: "Endpoints", columns: ["Path", "Owner"], more: 5 });
  expect(table?.kind === "table" && table.rows).toHaveLength(20);
});

test.each([null, undefined, "text", 3, [], [1], { deep: { deeper: [{ a: 1 }] } }, { long: "x".repeat(10_000) }])(
  "%j is drawn, bounded, and never fails",
  (evidence) => {
    for (const part of prepareEvidence(evidence)) {
      if (part.kind === "fact" && part.value.is === "text") expect(part.value.text.length).toBeLessThanOrEqual(501);
    }
  },
);
