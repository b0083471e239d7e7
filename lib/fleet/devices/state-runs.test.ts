import fc from "fast-check";
import { expect, test } from "vitest";
import { type StateCode, stateCodes } from "../states";
import { stateRuns } from "./state-runs";

const { connected, silent, unknown, none, blocked_outdated_agent: outdated } = stateCodes;
const records = {
  initial: connected as StateCode,
  transitions: [],
  enrolledMinute: 0,
  uncovered: [],
  closedThrough: 999,
};

test("transitions cut the range; uncovered and not yet closed minutes are unknown; before enrolment there is nothing", () => {
  const runs = stateRuns(
    { from: 100, to: 200 },
    {
      initial: connected,
      transitions: [
        { minute: 120, to: silent },
        { minute: 150, to: outdated },
      ],
      enrolledMinute: 105,
      uncovered: [{ from: 110, to: 125 }],
      closedThrough: 189,
    },
  );
  expect(runs).toEqual([
    { code: none, from: 100, to: 105 },
    { code: connected, from: 105, to: 110 },
    { code: unknown, from: 110, to: 125 },
    { code: silent, from: 125, to: 150 },
    { code: outdated, from: 150, to: 190 },
    { code: unknown, from: 190, to: 200 },
  ]);
});

test("a range without a transition is one run", () => {
  expect(stateRuns({ from: 1, to: 9 }, records)).toEqual([{ code: connected, from: 1, to: 9 }]);
});

test("a quarantine holds through minutes in which nobody listened", () => {
  const quarantined = { ...records, initial: stateCodes.quarantined, uncovered: [{ from: 3, to: 6 }] };
  expect(stateRuns({ from: 1, to: 9 }, quarantined)).toEqual([{ code: stateCodes.quarantined, from: 1, to: 9 }]);
});

test("runs tile the range exactly and neighbours differ, whatever was recorded", () => {
  const minute = fc.integer({ min: 0, max: 300 });
  const code = fc.constantFrom<StateCode>(connected, silent, outdated, unknown);
  const span = fc.tuple(minute, minute).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  const moves = fc
    .uniqueArray(fc.record({ minute, to: code }), { selector: (move) => move.minute })
    .map((list) => [...list].sort((a, b) => a.minute - b.minute));
  fc.assert(
    fc.property(
      span.filter((range) => range.from < range.to),
      fc.record({
        initial: code,
        transitions: moves,
        enrolledMinute: minute,
        uncovered: fc.array(span),
        closedThrough: minute,
      }),
      (range, given) => {
        const runs = stateRuns(range, given);
        expect(runs[0]?.from).toBe(range.from);
        expect(runs.at(-1)?.to).toBe(range.to);
        runs.forEach((run, index) => {
          expect(run.from).toBeLessThan(run.to);
          if (index > 0) expect(run.from).toBe(runs[index - 1]?.to);
          if (index > 0) expect(run.code).not.toBe(runs[index - 1]?.code);
        });
      },
    ),
  );
});
