import type { SqlOrTransaction } from "@/db/client";
import { readCoverage } from "../coverage/read-coverage";
import type { CoverageStatus } from "../coverage-status";
import type { FleetDirectory } from "../directory";
import { longestWindow } from "../roll-call/longest-window";
import type { RecordField } from "../roll-call/record-change";
import { allAttributes, type RecordChanges, readRecordChanges } from "../roll-call/record-changes";
import { ShardRecords } from "../roll-call/shard-records";
import { readMomentChanges } from "./read-moment-changes";

/** A span of minutes (inclusive) and what it takes to tell what every device was in each of them. */
export type FleetSpan = {
  fromMinute: number;
  toMinute: number;
  directory: FleetDirectory;
  shards: number[];
  changes: RecordChanges;
  coverageAt(minute: number): CoverageStatus;
  /** The records of a shard, standing at fromMinute. */
  recordsOf(shard: number): ShardRecords;
};

/**
 * The directory must have been refreshed before: values of the past, of these fields only, are laid over it. Who is verified is
 * known of these shards only, if any are given.
 */
export async function readFleetSpan(
  sql: SqlOrTransaction,
  directory: FleetDirectory,
  fromMinute: number,
  toMinute: number,
  fields: ReadonlySet<RecordField> = allAttributes,
  shards?: readonly number[],
): Promise<FleetSpan> {
  const [coverageAt, changes] = await Promise.all([
    readCoverage(sql, fromMinute - longestWindow, toMinute),
    fromMinute === toMinute
      ? readMomentChanges(sql, directory, fromMinute, fields)
      : readRecordChanges(sql, directory, fromMinute, toMinute, fields, shards),
  ]);
  return {
    fromMinute,
    toMinute,
    directory,
    shards: Array.from({ length: directory.shardCount }, (_, shard) => shard),
    changes,
    coverageAt,
    recordsOf: (shard) => new ShardRecords(directory, shard, fromMinute, changes.get(shard)),
  };
}
