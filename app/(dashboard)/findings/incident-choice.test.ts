import { expect, test } from "vitest";
import { gravestOf, isLikely, reasonsOf, splitByIncident } from "./incident-choice";

test("likely is what has the detector or the provider in common, not the hour alone", () => {
  const none = { isSameDetector: false, isSameProvider: false, isSameTime: false };
  expect(isLikely({ ...none, isSameTime: true })).toBe(false);
  expect(isLikely({ ...none, isSameProvider: true })).toBe(true);
  expect(reasonsOf({ ...none, isSameDetector: true, isSameTime: true })).toEqual(["same detector", "same time"]);
});

test("the gravest gives the title, the first of equals", () => {
  const rows = [
    { id: "a", severity: "low" as const },
    { id: "b", severity: "critical" as const },
    { id: "c", severity: "critical" as const },
  ];
  expect(gravestOf(rows)?.id).toBe("b");
  expect(gravestOf([])).toBeUndefined();
});

test("what an open incident holds is apart; what was in an ended one is free", () => {
  const open = { id: "1", reference: "INC-2024-001", title: "One", isOpen: true };
  const ended = { id: "2", reference: "INC-2024-002", title: "Two", isOpen: false };
  const rows = [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }];
  expect(splitByIncident(rows, { a: open, c: ended, d: open })).toEqual({
    held: [{ incident: open, findingIds: ["a", "d"] }],
    free: [{ id: "b" }, { id: "c" }],
  });
});
