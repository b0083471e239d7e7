import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { time, timeParameter as timeField } from "@/lib/api/fields";
import { timeParameter } from "@/lib/api/time-parameter";
import type { Ctx } from "@/lib/context";
import { parseFleetFilter } from "../filter";
import { minuteOf } from "../minute";
import { getFleetSummary } from "../queries/get-fleet-summary";
import { CoverageSchema, EvidenceSchema, filterParameters, StateCountsSchema } from "./schemas";

export const SummaryAnswer = named(
  "FleetSummary",
  z.object({
    at: time.describe("Start of the minute."),
    devices: StateCountsSchema,
    gpus: StateCountsSchema,
    evidence: EvidenceSchema.describe("In devices."),
    evidence_gpus: EvidenceSchema,
    coverage: CoverageSchema,
    is_latest: z.boolean().describe("Whether it is the last minute that roll call has closed."),
  }),
);
export type SummaryAnswer = z.output<typeof SummaryAnswer>;

/** GET /api/v1/fleet/summary?at=…, and any filter of the pages. Throws AppError bad_time and what getFleetSummary throws. */
export async function answerSummary(ctx: Ctx, params: URLSearchParams): Promise<SummaryAnswer> {
  const at = timeParameter(params, "at");
  const filter = parseFleetFilter(params);
  const summary = await getFleetSummary(ctx, { filter, ...(at ? { minute: minuteOf(at) } : {}) });
  return {
    at: summary.at,
    devices: summary.devices,
    gpus: summary.gpus,
    evidence: summary.evidence.devices,
    evidence_gpus: summary.evidence.gpus,
    coverage: summary.coverage,
    is_latest: summary.isLatest,
  };
}

export const summaryEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/fleet/summary",
  tag: "Fleet",
  summary: "State of the fleet at a minute",
  permission: "fleet.read",
  query: { at: timeField("Any moment of the minute; without it the last that roll call closed."), ...filterParameters },
  answer: SummaryAnswer,
  problems: {
    400: ["bad_time", "bad_filter", "future_minute"],
    404: ["device_set_not_found"],
    409: ["minute_not_closed"],
  },
  respond: (ctx, { query }) => answerSummary(ctx, query),
});
