import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { choiceParameter } from "@/lib/api/choice-parameter";
import { time, timeParameter as timeField } from "@/lib/api/fields";
import { integerParameter } from "@/lib/api/integer-parameter";
import { timeParameter } from "@/lib/api/time-parameter";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseFleetFilter } from "../filter";
import { isoOfMinute, minuteOf, minutesADay } from "../minute";
import { getFleetTimeline } from "../queries/get-fleet-timeline";
import type { FleetFilter } from "../types";
import { CoverageSchema, EvidenceSchema, filterParameters, StateCountsSchema } from "./schemas";

const filterField = { region: "region", gpu_model: "gpuModel", agent: "agent", provider: "provider" } as const;
const units = ["devices", "gpus"] as const;
const dimensions = ["fleet", "region", "gpu_model", "agent", "provider"] as const;

export const TimelineAnswer = named(
  "FleetTimeline",
  z.object({
    from: time,
    to: time,
    unit: z.enum(units),
    step_minutes: z.int().min(1).describe("Width of a bucket; each is represented by whole minutes that were counted."),
    points: z.array(StateCountsSchema.extend({ at: time, coverage: CoverageSchema, evidence: EvidenceSchema })),
    expected: z
      .array(z.object({ at: time, low: z.number(), median: z.number(), high: z.number() }))
      .describe("In what band connected was expected, by the same minutes of earlier days."),
  }),
);
export type TimelineAnswer = z.output<typeof TimelineAnswer>;

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
    unit: choiceParameter(params, "unit", units, "devices"),
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

export const timelineEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/fleet/timeline",
  tag: "Fleet",
  summary: "States of the fleet over time",
  permission: "fleet.read",
  query: {
    from: timeField("The first moment; without it 24 hours before to."),
    to: timeField("The end, not itself part of it; without it now."),
    dimension: z.enum(dimensions).describe("Together with key: one value of a dimension."),
    key: z.string().describe("The value; empty for those without one."),
    unit: z.enum(units),
    points: z.int().min(2).max(4_000).describe("How many points at most; 1440 unless told."),
    ...filterParameters,
  },
  answer: TimelineAnswer,
  problems: {
    400: [
      "bad_time",
      "bad_number",
      "bad_range",
      "bad_filter",
      "future_minute",
      "unknown_dimension",
      "unknown_unit",
      "missing_key",
    ],
    404: ["device_set_not_found"],
  },
  respond: (ctx, { query }) => answerTimeline(ctx, query),
});
