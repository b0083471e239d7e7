import type { SqlOrTransaction } from "@/db/client";
import { readCoverage } from "../coverage/read-coverage";
import type { CoverageStatus } from "../coverage-status";
import type { FleetDirectory } from "../directory";
import { dayOfMinute, minutesADay, minutesAnHour } from "../minute";
import { type DimensionSizes, dimensionSizes, slotsAKey } from "./dimension-counts";
import { longestWindow } from "./longest-window";
import { type RecordChanges, readRecordChanges } from "./record-changes";
import { ShardRecords } from "./shard-records";

/** A span of minutes (inclusive) and what all shards need to know about it. */
export type SpanContext = {
  fromMinute: number;
  toMinute: number;
  coverageAt(minute: number): CoverageStatus;
  sizes: DimensionSizes;
  /** The records of a shard, standing at the minute before fromMinute. */
  recordsOf(shard: number): ShardRecords;
};

/** Reads the records of a span. The directory must have been refreshed before. */
export async function readSpanContext(
  sql: SqlOrTransaction,
  directory: FleetDirectory,
  fromMinute: number,
  toMinute: number,
): Promise<SpanContext> {
  const coverageAt = await readCoverage(sql, fromMinute - longestWindow, toMinute);
  const changes: RecordChanges = await readRecordChanges(sql, directory, fromMinute - 1, toMinute);
  return {
    fromMinute,
    toMinute,
    coverageAt,
    // After the changes: past values have codes of their own.
    sizes: dimensionSizes(directory),
    recordsOf: (shard) => new ShardRecords(directory, shard, fromMinute - 1, changes.get(shard)),
  };
}

// Counts of a span in memory: 4 bytes each.
const countsAtMost = 8_000_000;

/** The end of the hour or day (of the partition) that can be counted in memory at once. */
export function spanEnd(directory: FleetDirectory, from: number): number {
  const sizes = Object.values(dimensionSizes(directory)).reduce((sum, size) => sum + size, 0);
  const minutes = Math.max(minutesAnHour, Math.floor(countsAtMost / (sizes * slotsAKey)));
  const wholeHours = minutes - (minutes % minutesAnHour);
  const firstOfHour = from - (from % minutesAnHour);
  const endOfDay = (dayOfMinute(from) + 1) * minutesADay - 1;
  return Math.min(firstOfHour + wholeHours - 1, endOfDay);
}
