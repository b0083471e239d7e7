import fc from "fast-check";
import { expect, test } from "vitest";
import { ShardBits } from "../bit-set";
import { foldHour, unfoldDevice, unfoldHour } from "./fold-hour";

const frame = fc.option(fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 40 }), {
  nil: undefined,
});
const hour = fc.array(frame, { minLength: 60, maxLength: 60 });

function bitsOf(offsets: number[]): ShardBits {
  const bits = new ShardBits();
  for (const offset of offsets) bits.add(offset);
  return bits;
}

test("a folded hour decodes to what was folded, minutes without a bit included", () => {
  fc.assert(
    fc.property(hour, (minutes) => {
      const frames = minutes.map((offsets) => offsets && bitsOf(offsets));
      const decoded = unfoldHour(foldHour(frames));
      expect(decoded.map((bits) => bits && Buffer.from(bits.bytes).toString("base64"))).toEqual(
        frames.map((bits) => bits && Buffer.from(bits.bytes).toString("base64")),
      );
    }),
    { numRuns: 25 },
  );
});

test("one device's minutes are those of everybody's", () => {
  fc.assert(
    fc.property(hour, fc.integer({ min: 0, max: 65_535 }), (minutes, other) => {
      const frames = minutes.map((offsets) => offsets && bitsOf(offsets));
      for (const offset of [other, minutes.find((offsets) => offsets)?.[0] ?? 0]) {
        expect([...unfoldDevice(foldHour(frames), offset)]).toEqual(frames.map((bits) => (bits?.has(offset) ? 1 : 0)));
      }
    }),
    { numRuns: 25 },
  );
});

test("a frame without any bit counts as no frame", () => {
  const frames = Array.from({ length: 60 }, () => new ShardBits());
  expect(unfoldHour(foldHour(frames)).every((bits) => bits === undefined)).toBe(true);
});

test("eight transitions a day cost at most 20 bytes a device-day", () => {
  // A fixed generator: the figure must not depend on luck.
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const bits = new ShardBits();
  for (let offset = 0; offset < 65_536; offset++) if (random() < 0.9) bits.add(offset);
  const frames = Array.from({ length: 60 }, () => {
    for (let flips = 0; flips < (65_536 * 8) / 1_440; flips++) {
      const offset = Math.floor(random() * 65_536);
      if (bits.has(offset)) bits.delete(offset);
      else bits.add(offset);
    }
    return bits.clone();
  });
  expect((foldHour(frames).length * 24) / 65_536).toBeLessThan(20);
});

test("refuses an hour of another length, and data that is not an hour", () => {
  expect(() => foldHour([])).toThrow(/60 minutes/);
  expect(() => unfoldHour(new Uint8Array([1, 2, 3]))).toThrow();
});
