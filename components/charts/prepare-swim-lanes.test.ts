import fc from "fast-check";
import { expect, test } from "vitest";
import { type LaneItem, prepareSwimLanes } from "./prepare-swim-lanes";

const lanes = [
  { key: "attacker", label: "Attacker", isBad: true },
  { key: "change", label: "Change", isBad: false },
];
const domain = { fromMinute: 1_000, toMinute: 2_000 };
const item = (id: string, lane: string, fromMinute: number, toMinute = fromMinute): LaneItem => ({
  ...{ id, lane, fromMinute, toMinute },
  title: `Item ${id}`,
});

test("lanes keep their order, empty ones are left out, what lies outside is not drawn", () => {
  const items = [item("a", "change", 1_500), item("b", "attacker", 999), item("c", "attacker", 2_001)];
  expect(prepareSwimLanes(items, lanes, domain, 100)).toEqual([
    {
      ...{ key: "change", label: "Change", isBad: false, count: 1 },
      marks: [{ fromMinute: 1_500, toMinute: 1_500, count: 1, title: "Item a", firstId: "a" }],
    },
  ]);
});

test("what falls on one column shares a mark; a span is cut at the edges", () => {
  const items = [item("a", "attacker", 1_500), item("b", "attacker", 1_504), item("c", "attacker", 500, 1_100)];
  const [lane] = prepareSwimLanes(items, lanes, domain, 100);
  expect(lane?.marks).toMatchObject([
    { fromMinute: 1_000, toMinute: 1_100, count: 1 },
    { fromMinute: 1_500, toMinute: 1_504, count: 2, title: "Item a" },
  ]);
});

test("the counts are the items within, and no more marks of moments than columns", () => {
  const minutes = fc.array(fc.integer({ min: 800, max: 2_200 }), { maxLength: 300 });
  fc.assert(
    fc.property(minutes, fc.integer({ min: 1, max: 60 }), (all, columns) => {
      const found = prepareSwimLanes(
        all.map((minute, i) => item(String(i), "change", minute)),
        lanes,
        domain,
        columns,
      );
      const within = all.filter((minute) => minute >= 1_000 && minute <= 2_000).length;
      expect(found.reduce((sum, lane) => sum + lane.count, 0)).toBe(within);
      expect(found.flatMap((lane) => lane.marks).length).toBeLessThanOrEqual(columns + 1);
    }),
  );
});
