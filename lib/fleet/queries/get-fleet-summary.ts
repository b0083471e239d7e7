import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { countCohort } from "../cohort/count-cohort";
import { selectedCodes, selectStates } from "../cohort/state-selection";
import { checkFleetFilter, storedSeriesOf } from "../filter";
import { isoOfMinute, minuteOf } from "../minute";
import type { CountUnit, FleetFilter, FleetSummary } from "../types";
import { coverageName } from "./coverage-name";
import { latestMinute, requireClosedMinute } from "./latest-minute";
import { evidenceOf, type MeasureCounts, noCounts, stateCountsOf } from "./minute-counts";
import { readCoverage } from "./read-coverage";
import { readMinuteRow } from "./read-minute-rows";

type Counted = Record<CountUnit, MeasureCounts> & { status: number | undefined; revisedAt: Date | null };

/**
 * The fleet, or what a filter leaves of it, at one minute: the last closed one, or any before it.
 * Throws AppError bad_filter, future_minute, minute_not_closed, device_set_not_found.
 */
export async function getFleetSummary(
  ctx: Ctx,
  input: { minute?: number; filter?: FleetFilter } = {},
): Promise<FleetSummary> {
  requirePermission(ctx.actor, "fleet.read");
  const filter = checkFleetFilter(input.filter ?? {});
  const latest = await latestMinute(ctx.db.$client);
  if (input.minute !== undefined) requireClosedMinute(ctx, input.minute, latest);
  const minute = input.minute ?? latest ?? minuteOf(ctx.now) - 1;
  const counted = (await readStored(ctx, filter, minute)) ?? (await countAtMinute(ctx, filter, minute));
  const { devices, gpus, status, revisedAt } = counted;
  return {
    minute,
    at: isoOfMinute(minute),
    isLatest: minute === latest,
    coverage: coverageName(status),
    revisedAt: revisedAt?.toISOString() ?? null,
    devices: stateCountsOf(devices),
    gpus: stateCountsOf(gpus),
    evidence: { devices: evidenceOf(devices), gpus: evidenceOf(gpus) },
  };
}

/** Null where the counts are not stored: another filter, or a minute that roll call has not seen. */
async function readStored(ctx: Ctx, filter: FleetFilter, minute: number): Promise<Counted | null> {
  const series = storedSeriesOf(filter);
  if (!series) return null;
  const sql = ctx.db.$client;
  const [row, status] = await Promise.all([readMinuteRow(sql, series, minute), readCoverage(sql, minute)]);
  if (!row && coverageName(status) === "none") return null;
  const codes = selectedCodes(filter);
  return {
    status,
    revisedAt: row?.revisedAt ?? null,
    devices: selectStates(row?.devices ?? noCounts(), codes, status),
    gpus: selectStates(row?.gpus ?? noCounts(), codes, status),
  };
}

async function countAtMinute(ctx: Ctx, filter: FleetFilter, minute: number): Promise<Counted> {
  const [{ devices, gpus, coverage }, revision] = await Promise.all([
    countCohort(ctx, filter, minute),
    ctx.db.$client<{ at: Date | null }[]>`select revised_at as at from roll_calls where minute = ${minute}`,
  ]);
  return { devices, gpus, status: coverage, revisedAt: revision[0]?.at ?? null };
}
