import { median, scaledMad } from "../robust-statistics";
import { type Group, isFleet } from "./group";
import type { Drop } from "./judge-drop";

/** Slots of five seconds; sources that call once or twice a minute come back in the same slot of the next minute. */
export const slotsAMinute = 12;
/** Misses in a row that raise a finding: 15 s of evidence. */
export const missesNeeded = 3;
export const baselineCount = 5;
/** Three slots in a row are judged, each by its own phase: one earlier minute tells enough shortly after a start. */
const leastBaseline = 1;
const leastExpected = 30;
const missShare = 0.4;
const fleetMissShare = 0.25;
const noiseFactor = 6;
/** No traffic at all, give or take a straggler. */
const outageShare = 0.01;

/** Distinct devices that called in a slot: those admitted, and all with those turned away. */
export type SlotCounts = { admitted: number; called: number };
/** The counts of a group in a slot; undefined where no gateway listened, or the slot belongs to an incident. */
export type SlotReader = (slot: number) => SlotCounts | undefined;

/**
 * Whether a group missed in `slot` and the two before (`misses` in all), each against the same phase of earlier minutes.
 * Expected, found and lost are devices in these slots together.
 */
export function judgeSlots(
  group: Group,
  slot: number,
  at: SlotReader,
  before: SlotReader,
  misses = missesNeeded,
): Drop | null {
  const total = { expected: 0, noise: 0, found: 0, lost: 0, threshold: 0 };
  for (let i = 0; i < misses; i++) {
    const current = at(slot - i);
    if (!current) return null;
    const earlier = samePhase(slot - i, before).map((counts) => counts.admitted);
    if (earlier.length < leastBaseline) return null;
    const expected = median(earlier);
    const noise = Math.max(scaledMad(earlier), Math.sqrt(expected));
    const threshold = Math.max((isFleet(group) ? fleetMissShare : missShare) * expected, noiseFactor * noise);
    if (expected < leastExpected || expected - current.admitted < threshold) return null;
    total.expected += expected;
    total.noise += noise;
    total.found += current.admitted;
    total.lost += expected - current.admitted;
    total.threshold += threshold;
  }
  return { group, ...total };
}

/** Whether nothing at all came in for three slots although much was expected: then Muster cannot be reached, the fleet is not lost. */
export function isIngestOutage(slot: number, at: SlotReader, before: SlotReader): boolean {
  for (let i = 0; i < missesNeeded; i++) {
    const current = at(slot - i);
    const earlier = samePhase(slot - i, before).map((counts) => counts.called);
    if (!current || earlier.length < leastBaseline) return false;
    const expected = median(earlier);
    if (expected < leastExpected || current.called > outageShare * expected) return false;
  }
  return true;
}

/** The slots whose counts a verdict on `slot` rests on: those that are judged, and the same phase of earlier minutes. */
export function slotsOfVerdict(slot: number): number[] {
  return Array.from({ length: baselineCount + 1 }, (_, k) => k).flatMap((k) =>
    Array.from({ length: missesNeeded }, (_, i) => slot - i - k * slotsAMinute),
  );
}

function samePhase(slot: number, before: SlotReader): SlotCounts[] {
  const earlier: SlotCounts[] = [];
  for (let k = 1; k <= baselineCount; k++) {
    const counts = before(slot - k * slotsAMinute);
    if (counts) earlier.push(counts);
  }
  return earlier;
}
