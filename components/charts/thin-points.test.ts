import fc from "fast-check";
import { expect, test } from "vitest";
import { thinPoints } from "./thin-points";

test("keeps the ends, the extremes and the order, and no more than asked", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 3, maxLength: 500 }), (values) => {
      const items = values.map((value, index) => ({ value, index }));
      const kept = thinPoints(items, 40, (item) => item.value);
      expect(kept.length).toBeLessThanOrEqual(40);
      expect(kept[0]).toBe(items[0]);
      expect(kept.at(-1)).toBe(items.at(-1));
      expect(Math.min(...kept.map((item) => item.value))).toBe(Math.min(...values));
      expect(Math.max(...kept.map((item) => item.value))).toBe(Math.max(...values));
      expect(kept.every((item, at) => at === 0 || item.index > (kept[at - 1]?.index ?? -1))).toBe(true);
    }),
  );
});

test("few points stay as they are", () => {
  const items = [3, 1, 2];
  expect(thinPoints(items, 3, Number)).toBe(items);
});
