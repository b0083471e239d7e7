import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseFleetFilter } from "../filter";
import { isoOfMinute, minuteOf, minutesADay } from "../minute";
import { getFleetTimeline } from "../queries/get-fleet-timeline";
import type { CountUnit, CoverageName, Evidence, FleetFilter, StateCounts } from "../types";
import { choiceParameter } from "./choice-parameter";
import { integerParameter } from "./integer-parameter";
import { timeParameter } from "./time-parameter";

const filterField = { region: "region", gpu_model: "gpuModel", agent: "agent", provider: "provider" } as const;
const dimensions = ["fleet", "region", "gpu_model", "agent", "provider"] as const;

export type TimelineAnswer = {
  from: string;
  to: string;
  unit: CountUnit;
  /** Width of a bucket; each is represented by whole minutes that were counted. */
  step_minutes: number;
  points: ({ at: string; coverage: CoverageName } & StateCounts & { evidence: Evidence })[];
  expected: { at: string; low: number; median: number; high: number }[];
};

/**
 * GET /api/v1/fleet/timeline?from&to&dimension&key, with unit and points (at most), and any filter of the pages; without from
 * and to the last 24 hours. Throws AppError bad_time, unknown_dimension, missing_key, future_minute and what getFleetTimeline throws.
 */
export async function answerTimeline(ctx: Ctx, params: URLSearchParams): Promise<TimelineAnswer> {
  const to = timeParameter(params, "to") ?? ctx.now;
  const from = timeParameter(params, "from") ?? new Date(to.getTime() - minutesADay * 60_000);
  if (from > ctx.now) throw new AppError("bad_request", "future_minute", "from has not come yet: ask for the past.");
  const timeline = await getFleetTimeline(ctx, {
    fromMinute: minuteOf(from),
    toMinute: Math.ceil(to.getTime() / 60_000) - 1,
    unit: choiceParameter(params, "unit", ["devices", "gpus"], "devices"),
    filter: filterOf(params),
    maxPoints: integerParameter(params, "points", { least: 2, most: 4_000 }),
  });
  return {
    from: isoOfMinute(timeline.fromMinute),
    to: isoOfMinute(timeline.toMinute + 1),
    unit: timeline.unit,
    step_minutes: timeline.stepMinutes,
    points: timeline.points.map(({ minute, coverage, counts, evidence }) => ({
      at: isoOfMinute(minute),
      coverage,
      ...counts,
      evidence,
    })),
    expected: timeline.expected.map(({ minute, ...band }) => ({ at: isoOfMinute(minute), ...band })),
  };
}

function filterOf(params: URLSearchParams): FleetFilter {
  const filter = parseFleetFilter(params);
  const dimension = choiceParameter(params, "dimension", dimensions, "fleet");
  const key = params.get("key");
  if (dimension === "fleet") return filter;
  if (key !== null) return { ...filter, [filterField[dimension]]: [key] };
  const message = `Say which ${dimension} with key=…; an empty key stands for those without one.`;
  throw new AppError("bad_request", "missing_key", message, { field: "key" });
}
