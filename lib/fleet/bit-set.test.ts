import fc from "fast-check";
import { expect, test } from "vitest";
import { bitsFromSend, bitsToLiteral, popCount, ShardBits } from "./bit-set";

const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 65_535 }), { maxLength: 300 });
const bitsOf = (list: number[]) => {
  const bits = new ShardBits();
  for (const offset of list) bits.add(offset);
  return bits;
};

test("counts, visits and finds what was added", () => {
  fc.assert(
    fc.property(offsets, (list) => {
      const bits = bitsOf(list);
      const seen: number[] = [];
      bits.visit((offset) => seen.push(offset));
      expect(seen).toEqual([...list].sort((a, b) => a - b));
      expect(bits.count()).toBe(list.length);
      expect(list.every((offset) => bits.has(offset))).toBe(true);
    }),
  );
});

test("or, and, andNot are union, intersection and difference", () => {
  fc.assert(
    fc.property(offsets, offsets, (a, b) => {
      const union = new Set([...a, ...b]).size;
      const both = a.filter((offset) => b.includes(offset)).length;
      expect(bitsOf(a).or(bitsOf(b)).count()).toBe(union);
      expect(bitsOf(a).and(bitsOf(b)).count()).toBe(both);
      expect(bitsOf(a).countAnd(bitsOf(b))).toBe(both);
      expect(bitsOf(a).andNot(bitsOf(b)).count()).toBe(a.length - both);
    }),
    { numRuns: 30 },
  );
});

test("the literal is PostgreSQL's order: bit 0 is the leftmost", () => {
  expect(bitsToLiteral(bitsOf([0, 7])).slice(0, 5)).toBe("x8100");
  const sent = new Uint8Array(4 + 8_192);
  sent[4] = 0x81;
  expect(bitsFromSend(sent).has(7)).toBe(true);
});

test("popCount counts the bits of a word", () => {
  expect([0, 1, 0xffffffff, 0x80000001].map(popCount)).toEqual([0, 1, 32, 2]);
});
