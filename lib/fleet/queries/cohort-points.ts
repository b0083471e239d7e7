import type { Ctx } from "@/lib/context";
import { countMinutes } from "../cohort/count-minutes";
import { selectedCodes, selectStates } from "../cohort/state-selection";
import type { CountUnit, FleetFilter, FleetTimeline } from "../types";
import { coverageName } from "./coverage-name";
import { pointOf } from "./stored-points";

// Minutes that are judged device by device.
const mostSamples = 96;

/** The points of a filter that roll call does not count by. */
export async function cohortPoints(
  ctx: Ctx,
  filter: FleetFilter,
  unit: CountUnit,
  range: { fromMinute: number; toMinute: number; stepMinutes: number },
): Promise<Pick<FleetTimeline, "points" | "stepMinutes">> {
  const { fromMinute, toMinute } = range;
  const stepMinutes = Math.max(range.stepMinutes, Math.ceil((toMinute - fromMinute + 1) / mostSamples));
  const minutes: number[] = [];
  for (let minute = toMinute; minute >= fromMinute; minute -= stepMinutes) minutes.unshift(minute);
  const codes = selectedCodes(filter);
  const counted = await countMinutes(ctx, filter, unit, minutes);
  const points = counted.map(({ minute, status, counts }) =>
    pointOf(minute, coverageName(status), selectStates(counts, codes, status)),
  );
  return { stepMinutes, points };
}
