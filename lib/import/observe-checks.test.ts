import fc from "fast-check";
import { expect, test } from "vitest";
import { observeChecks, observeIntervals } from "./observe-checks";

const at = (minute: number) => minute * 60_000 + 30_000;
const up = (minute: number) => ({ at: at(minute), isUp: true });
const down = (minute: number) => ({ at: at(minute), isUp: false });

test("a check holds until the next", () => {
  expect(observeChecks([up(0), down(10), up(20)])).toEqual([
    { from: 0, to: 10, isUp: true },
    { from: 10, to: 20, isUp: false },
    { from: 20, to: 50, isUp: true },
  ]);
});

test("after three usual gaps nothing is known", () => {
  expect(observeChecks([up(0), up(10), up(20), up(30), up(500)])).toEqual([
    { from: 0, to: 60, isUp: true },
    { from: 500, to: 530, isUp: true },
  ]);
});

test("two checks of one instant that disagree count as down", () => {
  expect(observeChecks([down(3), up(3), down(10)])).toEqual(observeChecks([up(3), down(3), down(10)]));
  expect(observeChecks([up(3), down(3), up(10)])[0]).toMatchObject({ from: 3, to: 10, isUp: false });
});

test("one check alone says one minute", () => {
  expect(observeChecks([up(7)])).toEqual([{ from: 7, to: 8, isUp: true }]);
  expect(observeChecks([])).toEqual([]);
});

test("two checks in one minute: the later one counts", () => {
  expect(observeChecks([up(0), { at: at(10) - 10_000, isUp: true }, down(10), down(20)])[1]).toMatchObject({
    from: 10,
    isUp: false,
  });
});

test("whatever the order, spans are disjoint, ascending and never longer than what was checked allows", () => {
  const check = fc.record({ at: fc.integer({ min: 0, max: 10_000_000 }), isUp: fc.boolean() });
  fc.assert(
    fc.property(fc.array(check, { maxLength: 60 }), (checks) => {
      const spans = observeChecks(checks);
      let end = -1;
      for (const span of spans) {
        expect(span.from).toBeGreaterThanOrEqual(end);
        expect(span.to).toBeGreaterThan(span.from);
        end = span.to;
      }
      expect(observeChecks([...checks].reverse())).toEqual(spans);
    }),
  );
});

test("of overlapping intervals the later start wins", () => {
  const spans = observeIntervals([
    { from: 5, to: 9, isUp: false },
    { from: 0, to: 7, isUp: true },
  ]);
  expect(spans).toEqual([
    { from: 0, to: 5, isUp: true },
    { from: 5, to: 9, isUp: false },
  ]);
});
