import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { checkFleetFilter, storedSeriesOf } from "../filter";
import { isoOfMinute, minuteOf } from "../minute";
import type { FleetFilter, FleetSummary } from "../types";
import { coverageName } from "./coverage-name";
import { latestMinute, requireClosedMinute } from "./latest-minute";
import { evidenceOf, type MeasureCounts, noCounts, stateCountsOf } from "./minute-counts";
import { readCoverage } from "./read-coverage";
import { readMinuteRow } from "./read-minute-rows";

/**
 * The fleet, or what a filter leaves of it, at one minute: the last closed one, or any before it.
 * Throws AppError bad_filter, future_minute, minute_not_closed.
 */
export async function getFleetSummary(
  ctx: Ctx,
  input: { minute?: number; filter?: FleetFilter } = {},
): Promise<FleetSummary> {
  requirePermission(ctx.actor, "fleet.read");
  const filter = checkFleetFilter(input.filter ?? {});
  const sql = ctx.db.$client;
  const latest = await latestMinute(sql);
  if (input.minute !== undefined) requireClosedMinute(ctx, input.minute, latest);
  const minute = input.minute ?? latest ?? minuteOf(ctx.now) - 1;

  const series = storedSeriesOf(filter);
  if (!series) throw new AppError("unprocessable", "filter_not_supported", "Choose one value of one dimension.");
  const [row, status] = await Promise.all([readMinuteRow(sql, series, minute), readCoverage(sql, minute)]);
  return summaryOf({
    minute,
    isLatest: minute === latest,
    coverage: coverageName(status),
    revisedAt: row?.revisedAt ?? null,
    devices: row?.devices ?? noCounts(),
    gpus: row?.gpus ?? noCounts(),
  });
}

type Counted = Pick<FleetSummary, "minute" | "isLatest" | "coverage"> & {
  revisedAt: Date | null;
  devices: MeasureCounts;
  gpus: MeasureCounts;
};

function summaryOf({ minute, isLatest, coverage, revisedAt, devices, gpus }: Counted): FleetSummary {
  return {
    minute,
    at: isoOfMinute(minute),
    isLatest,
    coverage,
    revisedAt: revisedAt?.toISOString() ?? null,
    devices: stateCountsOf(devices),
    gpus: stateCountsOf(gpus),
    evidence: { devices: evidenceOf(devices), gpus: evidenceOf(gpus) },
  };
}
