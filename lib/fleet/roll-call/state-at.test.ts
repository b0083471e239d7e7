import fc from "fast-check";
import { expect, test } from "vitest";
import { ShardBits } from "../bit-set";
import { type CoverageStatus, coverageStatus } from "../coverage-status";
import { stateCodes } from "../states";
import { ShardStates } from "./shard-states";
import { type CallLayer, type ShardMoment, stateAt } from "./state-at";

// Depths stand for minutes before the one judged: 0 is that minute itself.
type Device = {
  offset: number;
  windowMinutes: number;
  /** Minutes ago that it was enrolled; negative: not yet. */
  enrolledAgo: number;
  isQuarantined: boolean;
  isRetired: boolean;
  /** For each depth, which planes have its bit: admitted, outdated agent, legacy token, unverified. */
  calls: [boolean, boolean, boolean, boolean][];
  /** For each depth, whether another source watched it. */
  watched: boolean[];
};

/** The rule as design.md words it, one device at a time. */
function naiveState(device: Device, coverage: CoverageStatus[]): { code: number; isSeen: boolean } {
  if (device.enrolledAgo < 0) return { code: stateCodes.none, isSeen: false };
  if (device.isRetired) return { code: stateCodes.retired, isSeen: false };
  const latest = device.calls.slice(0, device.windowMinutes).find((planes) => planes.some(Boolean));
  const isSeen = latest !== undefined;
  if (device.isQuarantined) return { code: stateCodes.quarantined, isSeen };
  if (coverage[0] === coverageStatus.none && !device.watched[0]) return { code: stateCodes.unknown, isSeen };
  if (latest) {
    const [admitted, outdated, legacy] = latest;
    if (admitted) return { code: stateCodes.connected, isSeen };
    if (outdated) return { code: stateCodes.blocked_outdated_agent, isSeen };
    return { code: legacy ? stateCodes.blocked_legacy_token : stateCodes.blocked_unverified, isSeen };
  }
  const since = coverage.slice(0, Math.min(device.windowMinutes, device.enrolledAgo + 1));
  const isCovered = since.every((status, depth) => status === coverageStatus.full || device.watched[depth]);
  return { code: isCovered ? stateCodes.silent : stateCodes.unknown, isSeen };
}

const depthCount = 6;
const device = fc.record({
  offset: fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 65_500, max: 65_535 })),
  windowMinutes: fc.integer({ min: 1, max: depthCount }),
  enrolledAgo: fc.integer({ min: -1, max: 10 }),
  isQuarantined: fc.oneof({ arbitrary: fc.constant(false), weight: 5 }, fc.boolean()),
  isRetired: fc.oneof({ arbitrary: fc.constant(false), weight: 5 }, fc.boolean()),
  calls: fc.array(
    fc.oneof(
      fc.constant<[boolean, boolean, boolean, boolean]>([false, false, false, false]),
      fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
    ),
    { minLength: depthCount, maxLength: depthCount },
  ),
  watched: fc.oneof(
    fc.constant(Array.from({ length: depthCount }, () => false)),
    fc.array(fc.boolean(), { minLength: depthCount, maxLength: depthCount }),
  ),
});
const devices = fc.uniqueArray(device, { selector: (each) => each.offset, maxLength: 60 });
const coverages = fc.array(fc.constantFrom<CoverageStatus>(0, 1, 2, 2, 2), {
  minLength: depthCount,
  maxLength: depthCount,
});

function wordsOf(list: Device[], isIn: (each: Device) => boolean): Uint32Array {
  const bits = new ShardBits();
  for (const each of list) if (isIn(each)) bits.add(each.offset);
  return bits.words;
}

function momentOf(list: Device[], coverage: CoverageStatus[]): ShardMoment {
  const layers = coverage.map((_, depth): CallLayer => {
    const plane = (index: 0 | 1 | 2 | 3) => wordsOf(list, (each) => each.calls[depth]?.[index] ?? false);
    return {
      admitted: plane(0),
      outdatedAgent: plane(1),
      legacyToken: plane(2),
      unverified: plane(3),
      observed: wordsOf(list, (each) => each.watched[depth] ?? false),
    };
  });
  return {
    enrolled: wordsOf(list, (each) => each.enrolledAgo >= 0),
    quarantined: wordsOf(list, (each) => each.isQuarantined),
    retired: wordsOf(list, (each) => each.isRetired),
    windowReaches: coverage.map((_, depth) => wordsOf(list, (each) => each.windowMinutes > depth)),
    callsAt: (depth) => layers[depth],
    coverageAt: (depth) => coverage[depth] ?? coverageStatus.none,
    enrolledAt: (depth) => wordsOf(list, (each) => each.enrolledAgo >= depth),
  };
}

test("judges every device as the rule in words does", () => {
  fc.assert(
    fc.property(devices, coverages, (list, coverage) => {
      const states = stateAt(momentOf(list, coverage), new ShardStates());
      for (const each of list) {
        const found = { code: states.codeAt(each.offset), isSeen: states.isSeen(each.offset) };
        expect({ offset: each.offset, ...found }).toEqual({ offset: each.offset, ...naiveState(each, coverage) });
      }
    }),
    { numRuns: 300 },
  );
});

test("nobody is enrolled where no device is", () => {
  const states = stateAt(momentOf([], [2, 2]), new ShardStates());
  expect(states.codeAt(3)).toBe(stateCodes.none);
});

test("a code that is set is the code that is read", () => {
  const states = new ShardStates();
  for (const offset of [0, 7, 8, 31, 32, 65_535]) {
    for (const code of Object.values(stateCodes)) {
      states.setCode(offset, code);
      expect(states.codeAt(offset)).toBe(code);
    }
  }
});
