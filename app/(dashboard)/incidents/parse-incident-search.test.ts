import { expect, test } from "vitest";
import { openStates } from "@/lib/incidents/incident-choices";
import { parseIncidentSearch } from "./parse-incident-search";

test("without anything: the open ones", () => {
  expect(parseIncidentSearch({})).toMatchObject({ shown: "open", state: [...openStates], severity: undefined });
});

test("what is chosen is kept in the address, what is no choice is not", () => {
  const parsed = parseIncidentSearch({ state: "closed", severity: "1", kind: "data_leak", text: "leak", cursor: "c" });
  expect(parsed).toMatchObject({ state: ["closed"], severity: 1 });
  expect(parsed.address).toEqual({ state: "closed", severity: "1", kind: "data_leak", text: "leak", cursor: "c" });
  expect(parseIncidentSearch({ state: "lost", severity: "9", kind: ["a"], text: "" })).toMatchObject({
    shown: "open",
    severity: undefined,
  });
  expect(parseIncidentSearch({ state: "all" }).state).toBeUndefined();
});
