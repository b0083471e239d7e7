import fc from "fast-check";
import { expect, test } from "vitest";
import { durationNames, durationsOf } from "./durations";
import { findMisorder, incidentMomentNames, type KnownMoments, requireOrder } from "./moments";

const at = (iso: string) => ({ earliest: new Date(iso), latest: new Date(iso) });
const ranges = fc
  .tuple(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e7 }))
  .map(([start, width]) => ({ earliest: new Date(start), latest: new Date(start + width) }));
const anyMoments: fc.Arbitrary<KnownMoments> = fc
  .tuple(...incidentMomentNames.map(() => fc.option(ranges, { nil: undefined })))
  .map((values) =>
    Object.fromEntries(incidentMomentNames.flatMap((name, i) => (values[i] ? [[name, values[i]]] : []))),
  );

test("nothing is contained before it began, and the error names both", () => {
  const moments = { first_malicious: at("2024-04-25T08:05:00Z"), contained: at("2024-04-25T08:00:00Z") };
  expect(() => requireOrder(moments)).toThrow(
    expect.objectContaining({
      code: "moments_out_of_order",
      message:
        '"Contained" (2024-04-25 08:00 UTC) cannot lie before "First malicious act" (2024-04-25 08:05 UTC). Correct one of the two.',
    }),
  );
});

test("what may be in order under one of its readings is in order", () => {
  const ambiguous = { earliest: new Date("2024-04-25T08:05:00Z"), latest: new Date("2024-04-25T09:05:00Z") };
  expect(findMisorder({ detected: ambiguous, contained: at("2024-04-25T08:30:00Z") })).toBeNull();
  expect(findMisorder({ detected: ambiguous, contained: at("2024-04-25T08:04:00Z") })).toMatchObject({
    later: "contained",
  });
});

test("moments are in order exactly when one moment can be chosen of each that never goes back", () => {
  fc.assert(
    fc.property(anyMoments, (moments) => {
      let reached = Number.NEGATIVE_INFINITY;
      let isOrdered = true;
      for (const name of incidentMomentNames) {
        const range = moments[name];
        if (!range) continue;
        reached = Math.max(reached, range.earliest.getTime());
        if (reached > range.latest.getTime()) isOrdered = false;
      }
      expect(findMisorder(moments) === null).toBe(isOrdered);
    }),
  );
});

test("a duration is known exactly when both its moments are, and is never negative", () => {
  fc.assert(
    fc.property(anyMoments, (moments) => {
      const durations = durationsOf(moments);
      for (const name of durationNames) {
        const range = durations[name];
        if (range) expect(0 <= range.leastMs && range.leastMs <= range.mostMs).toBe(true);
      }
      expect(durations.detect === null).toBe(!(moments.first_malicious && moments.detected));
      expect(durations.dwell === null).toBe(!(moments.first_malicious && moments.contained));
      expect(durations.recover === null).toBe(!(moments.detected && moments.resolved));
      expect(durations.contain === null).toBe(!(moments.detected && moments.contained));
      expect(durations.acknowledge === null).toBe(!(moments.detected && moments.acknowledged));
    }),
  );
});

test("certain moments give one figure, an ambiguous one two", () => {
  const exact = durationsOf({ first_malicious: at("2024-04-25T08:00:00Z"), detected: at("2024-04-25T08:05:00Z") });
  expect(exact.detect).toEqual({ leastMs: 300_000, mostMs: 300_000 });
  const detected = { earliest: new Date("2024-04-25T08:05:00Z"), latest: new Date("2024-04-25T09:05:00Z") };
  const range = durationsOf({ first_malicious: at("2024-04-25T08:00:00Z"), detected });
  expect(range.detect).toEqual({ leastMs: 300_000, mostMs: 3_900_000 });
});
