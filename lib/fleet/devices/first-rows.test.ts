import fc from "fast-check";
import { expect, test } from "vitest";
import { FirstRows } from "./first-rows";

test("keeps what sorting everything and cutting it would, page after page", () => {
  const row = fc.record({ rank: fc.integer({ min: 0, max: 5 }), ordinal: fc.nat(1_000) });
  const rows = fc.uniqueArray(row, { selector: ({ ordinal }) => ordinal });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 7 }), (list, limit) => {
      const sorted = [...list].sort((a, b) => a.rank - b.rank || a.ordinal - b.ordinal);
      const found: typeof list = [];
      for (;;) {
        const first = new FirstRows(limit, found.at(-1));
        for (const { rank, ordinal } of list) first.offer(rank, ordinal);
        const page = first.rows();
        found.push(...page);
        if (page.length < limit) break;
      }
      expect(found).toEqual(sorted);
    }),
  );
});
