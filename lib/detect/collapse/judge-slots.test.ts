import { describe, expect, test } from "vitest";
import { isIngestOutage, judgeSlots, type SlotCounts, slotsAMinute } from "./judge-slots";

const fleet = { dimension: "fleet", key: "" } as const;
const last = 1_000;

/** Six minutes of slots up to `last`: `usual` by phase, changed by `late` for the last slots (0 is the newest). */
const reader = (usual: (phase: number) => number, late: Record<number, Partial<SlotCounts> | undefined> = {}) => {
  return (slot: number): SlotCounts | undefined => {
    const age = last - slot;
    if (age in late) {
      const changed = late[age];
      return changed && { admitted: 0, called: 0, ...changed };
    }
    const count = usual(slot % slotsAMinute);
    return { admitted: count, called: count };
  };
};
const judge = (read: ReturnType<typeof reader>) => judgeSlots(fleet, last, read, read);
const even = () => 100_000;

describe("a pulse", () => {
  test("three misses in a row are a drop", () => {
    const drop = judge(reader(even, { 0: { called: 100_000 }, 1: { called: 100_000 }, 2: { called: 100_000 } }));
    expect(drop).toMatchObject({ expected: 300_000, found: 0, lost: 300_000 });
  });

  test("two misses are none", () => {
    expect(judge(reader(even, { 0: {}, 1: {} }))).toBeNull();
  });

  test("sources that call once a minute come back in their phase", () => {
    const bursts = (phase: number) => (phase === 3 ? 60_000 : 0);
    expect(judge(reader(bursts))).toBeNull();
  });

  test("a slot in which no gateway listened says nothing", () => {
    expect(judge(reader(even, { 0: {}, 1: undefined, 2: {} }))).toBeNull();
  });

  test("after a start there is nothing to compare with", () => {
    const read = (slot: number) => (last - slot < 12 ? { admitted: 0, called: 0 } : undefined);
    expect(judge(read)).toBeNull();
  });

  test("a tenth less is a habit", () => {
    const less = { admitted: 90_000, called: 90_000 };
    expect(judge(reader(even, { 0: less, 1: less, 2: less }))).toBeNull();
  });

  test("a small group waits for the roll call", () => {
    expect(judge(reader(() => 20, { 0: {}, 1: {}, 2: {} }))).toBeNull();
  });
});

describe("an ingest outage", () => {
  const outage = (read: ReturnType<typeof reader>) => isIngestOutage(last, read, read);

  test("is silence of everybody at once", () => {
    expect(outage(reader(even, { 0: {}, 1: {}, 2: {} }))).toBe(true);
  });

  test("is not a fleet that calls and is turned away", () => {
    const turnedAway = { admitted: 0, called: 99_000 };
    expect(outage(reader(even, { 0: turnedAway, 1: turnedAway, 2: turnedAway }))).toBe(false);
  });

  test("is not a fleet of which some still call", () => {
    const few = { admitted: 5_000, called: 5_000 };
    expect(outage(reader(even, { 0: few, 1: few, 2: few }))).toBe(false);
  });
});
