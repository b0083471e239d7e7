import fc from "fast-check";
import { expect, test } from "vitest";
import { findingStatuses } from "../finding-choices";
import { afterAct, type TriageAct, type TriageState } from "./after-act";

const people = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
const fresh: TriageState = {
  status: "new",
  assigneeId: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  suppressionId: null,
  resolvedAt: null,
  endedAt: null,
};
const person = fc.option(fc.constantFrom(...people));
const act: fc.Arbitrary<TriageAct> = fc.oneof(
  person.map((by) => ({ kind: "acknowledge" as const, by })),
  person.map((to) => ({ kind: "assign" as const, to })),
  fc.constant({ kind: "suppress" as const, suppressionId: "s" }),
  fc.constantFrom<TriageAct>({ kind: "release" }, { kind: "resolve" }, { kind: "reopen" }),
);
const minute = (count: number) => new Date(Date.UTC(2026, 0, 1) + count * 60_000);

/** A state that a sequence of acts leads to; what was found may have ended by itself before. */
const reached = fc.tuple(fc.array(act, { maxLength: 20 }), fc.boolean()).map(([acts, hasEnded]) => {
  const start: TriageState = { ...fresh, endedAt: hasEnded ? minute(-1) : null };
  return acts.reduce((state, each, index) => afterAct(state, each, minute(index)) ?? state, start);
});

test("whatever was done: a suppression holds exactly the suppressed, an end is known of the resolved, new is nobody's acknowledgement", () => {
  fc.assert(
    fc.property(reached, (state) => {
      expect(state.suppressionId !== null).toBe(state.status === "suppressed");
      expect(state.resolvedAt !== null).toBe(state.status === "resolved");
      if (state.status === "resolved") expect(state.endedAt).not.toBeNull();
      if (state.status === "new") expect([state.acknowledgedAt, state.acknowledgedBy]).toEqual([null, null]);
      if (state.status === "in_progress") expect(state.acknowledgedAt).not.toBeNull();
    }),
  );
});

test("what undoes an act leads back to where it was", () => {
  fc.assert(
    fc.property(reached, person, (state, by) => {
      const acknowledged = afterAct(state, { kind: "acknowledge", by }, minute(50));
      // One that was assigned to its acknowledger before cannot be told from one that the act made theirs.
      if (acknowledged && (by === null || state.assigneeId !== by)) {
        expect(afterAct(acknowledged, { kind: "release" }, minute(51))).toEqual(state);
      }
      const resolved = afterAct(state, { kind: "resolve" }, minute(52));
      if (resolved && state.status !== "suppressed") {
        expect(afterAct(resolved, { kind: "reopen" }, minute(53))).toEqual(state);
      }
    }),
  );
});

test.each([
  ["acknowledge", ["new"]],
  ["release", ["in_progress"]],
  ["assign", ["new", "in_progress", "suppressed"]],
  ["suppress", ["new", "in_progress"]],
  ["resolve", ["new", "in_progress", "suppressed"]],
  ["reopen", ["resolved"]],
] as const)("%s is for %j", (kind, expected) => {
  const of = { kind, by: null, to: null, suppressionId: "s" } as unknown as TriageAct;
  expect(findingStatuses.filter((status) => afterAct({ ...fresh, status }, of, minute(0)) !== null)).toEqual(expected);
});
