import fc from "fast-check";
import { expect, test } from "vitest";
import { DeviceIndex } from "./device-index";

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
