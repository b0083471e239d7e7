import type { SqlOrTransaction } from "@/db/client";
import { selectStates } from "../cohort/state-selection";
import { coverageStatus } from "../coverage-status";
import type { StoredSeries } from "../filter";
import type { StateCode } from "../states";
import type { CountUnit, TimelinePoint } from "../types";
import { coverageName } from "./coverage-name";
import { allUnknown, enrolledOf, evidenceOf, type MeasureCounts, noCounts, stateCountsOf } from "./minute-counts";
import { pickMinutes } from "./pick-minutes";
import { readCoverageRange } from "./read-coverage";
import { type MinuteRow, readChosenMinuteRows, readMinuteRows } from "./read-minute-rows";

type Range = {
  fromMinute: number;
  toMinute: number;
  stepMinutes: number;
  /** The states that are counted; null: all. */
  codes: ReadonlySet<StateCode> | null;
};

/** The points of a series that roll call stored. 24 h of 600,000 devices: 1,440 rows by primary key. */
export async function storedPoints(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  range: Range,
): Promise<TimelinePoint[]> {
  const { fromMinute, toMinute, stepMinutes } = range;
  if (stepMinutes === 1) {
    const [rows, coverage] = await Promise.all([
      readMinuteRows(sql, series, unit, range),
      readCoverageRange(sql, fromMinute, toMinute),
    ]);
    const minutes = Array.from({ length: toMinute - fromMinute + 1 }, (_, index) => fromMinute + index);
    return pointsOf(minutes, rows, (minute) => coverage.get(minute), range.codes);
  }
  const picked = await pickMinutes(sql, series, unit, range);
  const minutes = [...picked.counted, ...picked.gaps].sort((a, b) => a - b);
  const gaps = new Set(picked.gaps);
  const [rows, coverage] = await Promise.all([
    readChosenMinuteRows(sql, series, unit, minutes),
    readChosenCoverage(sql, minutes),
  ]);
  const statusOf = (minute: number) => (gaps.has(minute) ? coverageStatus.none : coverage.get(minute));
  return pointsOf(minutes, rows, statusOf, range.codes);
}

/**
 * One point a minute. A minute without a row that was listened in has nobody of this value; one that was not
 * listened in has everybody unknown: as many as at the nearest counted minute before, or else after.
 */
function pointsOf(
  minutes: number[],
  rows: MinuteRow[],
  statusOf: (minute: number) => number | undefined,
  codes: ReadonlySet<StateCode> | null,
): TimelinePoint[] {
  const byMinute = new Map(rows.map((row) => [row.minute, row]));
  let enrolled = rows[0] ? enrolledOf(rows[0]) : 0;
  return minutes.map((minute) => {
    const row = byMinute.get(minute);
    const status = statusOf(minute);
    const coverage = coverageName(status);
    if (row) enrolled = enrolledOf(row);
    const counts = row ?? (coverage === "none" ? allUnknown(enrolled) : noCounts());
    return pointOf(minute, coverage, selectStates(counts, codes, status));
  });
}

export function pointOf(minute: number, coverage: TimelinePoint["coverage"], counts: MeasureCounts): TimelinePoint {
  return { minute, coverage, counts: stateCountsOf(counts), evidence: evidenceOf(counts) };
}

async function readChosenCoverage(sql: SqlOrTransaction, minutes: number[]): Promise<Map<number, number>> {
  const rows = await sql<{ minute: number; status: number }[]>`
    select minute, status from coverage where minute = any(${minutes})`;
  return new Map(rows.map((row) => [row.minute, row.status]));
}
