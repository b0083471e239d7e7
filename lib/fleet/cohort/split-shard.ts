import { ShardBits } from "../bit-set";
import type { FleetDirectory } from "../directory";
import type { RecordChange, RecordField } from "../roll-call/record-change";
import type { ShardRecords } from "../roll-call/shard-records";
import { ordinalOf, shardBitCount } from "../shard";
import type { CountUnit } from "../types";
import type { DeviceMatcher } from "./device-matcher";

export type CohortShard = {
  shard: number;
  /** Standing at the first minute. */
  records: ShardRecords;
  /** Of the steady: in the cohort throughout, with nothing about them changing; those that no decision keeps out. */
  free: ShardBits;
  /** Of the steady: the quarantined. */
  held: ShardBits;
  /** Of the free: the verified. */
  verified: ShardBits;
  /** All others that may be in the cohort at some minute of the range. */
  unsteady: ShardBits;
};

type Split = {
  directory: FleetDirectory;
  records: ShardRecords;
  changes: readonly RecordChange[];
  matcher: DeviceMatcher;
  fields: ReadonlySet<RecordField>;
  unit: CountUnit;
  toMinute: number;
};

/** The window of nearly every device: it calls at least every 80 s. */
export const steadyWindow = 2;

/**
 * Parts a shard's devices by how they can be counted from records.minute on: the steady by masks that hold for every minute,
 * the rest one by one. The steady have the usual window and were enrolled through all of it.
 */
export function splitShard({ directory, records, changes, matcher, fields, unit, toMinute }: Split): CohortShard {
  const { shard, minute } = records;
  const members = matcher.maskOf(records).and(records.enrolled);
  const unsteady = new ShardBits();
  for (const { minute: at, offset, field, value } of changes) {
    if (at <= minute || !isChange(records, offset, field, value)) continue;
    const movesIn = fields.has(field);
    const counts = field !== "gpuCount" || unit === "gpus";
    if (movesIn || (counts && !isAttribute(field) && members.has(offset))) unsteady.add(offset);
    if (field === "gpuCount" && unit === "gpus" && members.has(offset)) unsteady.add(offset);
  }
  const end = Math.min(shardBitCount, directory.size - shard * shardBitCount);
  for (let offset = 0; offset < end; offset++) {
    const ordinal = ordinalOf(shard, offset);
    if (directory.isEnrolled[ordinal] === 0) continue;
    if (members.has(offset) && directory.window[ordinal] !== steadyWindow) unsteady.add(offset);
    const enrolled = directory.enrolledMinute[ordinal] as number;
    const isLate = enrolled > minute - steadyWindow + 1 && enrolled <= toMinute;
    if (isLate && (members.has(offset) || enrolled > minute)) unsteady.add(offset);
  }
  const steady = members.clone().andNot(unsteady).andNot(records.retired);
  const free = steady.clone().andNot(records.quarantined);
  const held = steady.and(records.quarantined);
  return { shard, records, free, held, verified: free.clone().and(records.verified), unsteady };
}

const isAttribute = (field: RecordField) => field !== "quarantined" && field !== "retired" && field !== "verified";

function isChange(records: ShardRecords, offset: number, field: RecordField, value: number): boolean {
  if (field === "quarantined" || field === "retired" || field === "verified") {
    return records[field].has(offset) !== (value !== 0);
  }
  return records[field][offset] !== value;
}
