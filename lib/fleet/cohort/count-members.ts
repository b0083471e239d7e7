import { measures } from "../measures";
import { type MeasureCounts, noCounts } from "../queries/minute-counts";
import type { CountUnit } from "../types";
import type { Member } from "./visit-members";

/** Counts in both units, added to device by device. */
export class MemberCounts implements Record<CountUnit, MeasureCounts> {
  readonly devices = noCounts();
  readonly gpus = noCounts();

  add(member: Member): void {
    addMember(this.devices, member, 1);
    addMember(this.gpus, member, member.gpus);
  }
}

/** The codes of connected to unknown stand in the order of the measures, from 1. The retired are counted nowhere. */
export function addMember(counts: MeasureCounts, { code, isSeen, isVerified }: Member, amount: number): void {
  const measure = code >= 1 && code <= 7 ? measures[code - 1] : undefined;
  if (!measure) return;
  counts[measure] += amount;
  if (isSeen) counts.seen += amount;
  if (isVerified) counts.verified += amount;
}
