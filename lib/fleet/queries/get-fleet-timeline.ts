import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { selectedCodes } from "../cohort/state-selection";
import { checkFleetFilter, storedSeriesOf } from "../filter";
import { minutesADay } from "../minute";
import { stateCodes } from "../states";
import type { CountUnit, FleetFilter, FleetTimeline } from "../types";
import { cohortPoints } from "./cohort-points";
import { getExpected } from "./get-expected";
import { latestMinute } from "./latest-minute";
import { storedPoints } from "./stored-points";

const maxTimelineDays = 400;
const mostPoints = 4_000;

export type TimelineInput = {
  fromMinute: number;
  /** Inclusive; minutes that are not closed yet are left away. */
  toMinute: number;
  unit: CountUnit;
  filter?: FleetFilter;
  /** At most one point a pixel; a bucket with a gap may take one more. */
  maxPoints?: number;
};

/**
 * The states over time, thinned to whole minutes that were counted, with the band in which connected was expected (of stored
 * series only). A minute in which Muster did not listen is a point with coverage "none" whose devices are all unknown.
 * Throws AppError bad_range, bad_filter, device_set_not_found.
 */
export async function getFleetTimeline(ctx: Ctx, input: TimelineInput): Promise<FleetTimeline> {
  requirePermission(ctx.actor, "fleet.read");
  const filter = checkFleetFilter(input.filter ?? {});
  requireRange(input);
  const { unit, fromMinute } = input;
  const sql = ctx.db.$client;
  const toMinute = Math.min(input.toMinute, (await latestMinute(sql)) ?? fromMinute - 1);
  const empty = {
    fromMinute,
    toMinute: input.toMinute,
    unit,
    stepMinutes: 1,
    points: [],
    expected: [],
    hasTooFewDays: false,
  };
  if (toMinute < fromMinute) return empty;

  const range = { fromMinute, toMinute, stepMinutes: stepFor(input) };
  const codes = selectedCodes(filter);
  const series = storedSeriesOf(filter);
  if (!series) return { ...empty, ...(await cohortPoints(ctx, filter, unit, range)) };
  const isConnectedShown = !codes || codes.has(stateCodes.connected);
  const [points, expected] = await Promise.all([
    storedPoints(sql, series, unit, { ...range, codes }),
    isConnectedShown ? getExpected(sql, series, unit, range) : [],
  ]);
  const lastBand = expected.at(-1)?.minute ?? Number.NEGATIVE_INFINITY;
  const hasTooFewDays = isConnectedShown && toMinute - lastBand > Math.max(60, (toMinute - fromMinute) / 10);
  return { ...empty, stepMinutes: range.stepMinutes, points, expected, hasTooFewDays };
}

function requireRange({ fromMinute, toMinute }: TimelineInput): void {
  const isWhole = Number.isInteger(fromMinute) && Number.isInteger(toMinute);
  if (!isWhole || fromMinute < 0 || toMinute < fromMinute || toMinute - fromMinute > maxTimelineDays * minutesADay) {
    const most = `at most ${maxTimelineDays} days`;
    throw new AppError("bad_request", "bad_range", `The range must begin before it ends and span ${most}.`);
  }
}

/** One minute a point while they fit, else buckets that are worth two points each. */
function stepFor({ fromMinute, toMinute, maxPoints = 1_440 }: TimelineInput): number {
  const most = Math.min(mostPoints, Math.max(2, Math.floor(maxPoints)));
  const minutes = toMinute - fromMinute + 1;
  return minutes <= most ? 1 : Math.ceil(minutes / Math.floor(most / 2));
}
