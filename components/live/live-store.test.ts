import { expect, test } from "vitest";
import { afterEvent, type LiveState, mergePulses } from "./live-store";

const empty: LiveState = { rolledAt: null, pulses: [], connection: "open" };
const pulse = (slot: number, admitted = 1) => ({ slot, admitted, turnedAway: 0 });

test("a roll call moves forward only", () => {
  const first = afterEvent(empty, { kind: "roll_call", minute: 5, rolledAt: 500 });
  expect(first.rolledAt).toBe(500);
  expect(afterEvent(first, { kind: "roll_call", minute: 4, rolledAt: 400 }).rolledAt).toBe(500);
});

test("a pulse told again replaces itself, and slots stay in order", () => {
  const state = [pulse(3), pulse(2), pulse(3, 9)].reduce(
    (before, each) => afterEvent(before, { kind: "pulse", pulse: each }),
    empty,
  );
  expect(state.pulses).toEqual([pulse(2), pulse(3, 9)]);
});

test("what the server rendered and what came since are one list", () => {
  expect(mergePulses([pulse(1), pulse(2)], [pulse(2, 5), pulse(3)])).toEqual([pulse(1), pulse(2, 5), pulse(3)]);
});

test("other events change nothing here", () => {
  expect(afterEvent(empty, { kind: "changed", what: "policy" })).toBe(empty);
});
