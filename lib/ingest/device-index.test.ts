import fc from "fast-check";
import { expect, test } from "vitest";
import { DeviceIndex } from "./device-index";
import { textOf } from "./id-words";

/** The ids as a list of a body has them, and what findAll says of each. */
function findAll(index: DeviceIndex, ids: readonly string[]): number[] {
  const starts = new Int32Array(ids.length);
  const ends = new Int32Array(ids.length);
  let at = 1;
  for (const [i, id] of ids.entries()) {
    starts[i] = at + 1;
    ends[i] = at + 1 + Buffer.byteLength(id);
    at = (ends[i] as number) + 2;
  }
  const text = `[${ids.map((id) => `"${id}"`).join()}]`;
  const found = new Int32Array(ids.length).fill(-7);
  index.findAll(textOf(Buffer.from(text)), { starts, ends }, ids.length, found);
  return [...found];
}

test("finds in lists what a Map finds: in any order, again and again, changed, with repeats and strangers", () => {
  const id = fc.oneof(
    { weight: 9, arbitrary: fc.nat(399).map((i) => `gpu-${i}`) },
    { weight: 3, arbitrary: fc.nat(99).map((i) => `a much longer id of a device, number ${i}`) },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 9, unit: "grapheme" }) },
  );
  // Long lists are whole stretches of the fleet, as a provider sends them.
  const stretch = fc
    .tuple(fc.nat(399), fc.integer({ min: 1, max: 2_200 }), fc.integer({ min: 1, max: 7 }))
    .map(([from, count, step]) => Array.from({ length: count }, (_, i) => `gpu-${(from + i * step) % 500}`));
  const list = fc.oneof(fc.array(id, { maxLength: 40 }), stretch);
  const change = fc.record({
    list: fc.nat(3),
    at: fc.nat(3_000),
    removed: fc.nat(3),
    added: fc.array(id, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(
      fc.array(list, { minLength: 4, maxLength: 4 }),
      fc.array(change, { maxLength: 12 }),
      (lists, changes) => {
        const index = new DeviceIndex();
        const ordinals = new Map<string, number>();
        const add = (each: string, ordinal: number) => {
          index.add(ordinal, each);
          ordinals.set(each, ordinal);
        };
        for (let i = 0; i < 300; i++) add(`gpu-${i}`, 2 * i);
        for (let i = 0; i < 80; i++) add(`a much longer id of a device, number ${i}`, 1_001 - 2 * i);
        const expectSame = (ids: readonly string[]) =>
          expect(findAll(index, ids).join()).toBe(ids.map((each) => ordinals.get(each) ?? -1).join());
        for (const ids of lists) expectSame(ids);
        for (const [turn, { list: which, at, removed, added }] of changes.entries()) {
          const ids = lists[which] as string[];
          ids.splice(at % (ids.length + 1), removed, ...added);
          // A device that was a stranger so far is enrolled.
          if (turn === 6) for (let i = 300; i < 400; i++) add(`gpu-${i}`, 3_000 + i);
          expectSame(ids);
          expectSame(lists[turn % 4] as string[]);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("tells apart more ordinals than its slots have bits for at first", () => {
  const index = new DeviceIndex();
  const far = [0, 0xff_fffe, 0xff_ffff, 0x1ff_ffff];
  for (const ordinal of far) index.add(ordinal, `far ${ordinal}`);
  const ids = far.map((ordinal) => `far ${ordinal}`);
  expect(ids.map((id) => index.findText(id))).toEqual(far);
  expect(findAll(index, [...ids, "near"])).toEqual([...far, -1]);
});

test("finds every id that was added and no other", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1, unit: "grapheme" }), { maxLength: 300 }), (ids) => {
      const index = new DeviceIndex();
      const added = ids.slice(0, ids.length >> 1);
      for (const [ordinal, id] of added.entries()) index.add(ordinal * 3, id);
      for (const [ordinal, id] of added.entries()) {
        expect(index.findText(id)).toBe(ordinal * 3);
        expect(Buffer.from(index.idOf(ordinal * 3))).toEqual(Buffer.from(id));
      }
      for (const id of ids.slice(ids.length >> 1)) {
        // Lone surrogates are all the same replacement character in UTF-8.
        if (added.some((other) => Buffer.from(other).equals(Buffer.from(id)))) continue;
        expect(index.findText(id)).toBe(-1);
      }
    }),
  );
});

test("keeps 200,000 ids while it grows, and takes an id once", () => {
  const index = new DeviceIndex();
  for (let i = 0; i < 200_000; i++) index.add(i, `device-${i}`);
  index.add(7, "another");
  expect(index.size).toBe(200_000);
  expect(index.findText("another")).toBe(-1);
  for (let i = 0; i < 200_000; i += 97) expect(index.findText(`device-${i}`)).toBe(i);
});
