import type { Ctx } from "@/lib/context";
import { parseFleetFilter } from "../filter";
import { minuteOf } from "../minute";
import { getFleetSummary } from "../queries/get-fleet-summary";
import type { CoverageName, Evidence, StateCounts } from "../types";
import { timeParameter } from "./time-parameter";

export type SummaryAnswer = {
  /** Start of the minute, RFC 3339. */
  at: string;
  devices: StateCounts;
  gpus: StateCounts;
  evidence: Evidence;
  evidence_gpus: Evidence;
  coverage: CoverageName;
  is_latest: boolean;
};

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
