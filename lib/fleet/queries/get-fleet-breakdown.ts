import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { checkFleetFilter, isFilterEmpty } from "../filter";
import type { BreakdownRow, Dimension, FleetFilter } from "../types";
import { countGroups, type GroupCounts } from "./count-groups";
import { groupTrends, storedTrends } from "./group-trends";
import { latestMinute, requireClosedMinute } from "./latest-minute";
import { enrolledOf, stateCountsOf } from "./minute-counts";
import { readStoredGroups } from "./read-stored-groups";

const mostRows = 200;

export type BreakdownInput = {
  /** Absent: the last closed minute. */
  minute?: number;
  dimension: Exclude<Dimension, "fleet">;
  filter?: FleetFilter;
  /** At most 200, the largest first; 50 unless told. */
  limit?: number;
};

/**
 * What a filter leaves of the fleet at a minute, by the values of a dimension, each with how many were connected over the last
 * hours. All rows together sum to the summary of the same filter and minute while they are fewer than the limit.
 * Throws AppError bad_filter, future_minute, minute_not_closed, device_set_not_found.
 */
export async function getFleetBreakdown(ctx: Ctx, input: BreakdownInput): Promise<BreakdownRow[]> {
  requirePermission(ctx.actor, "fleet.read");
  const filter = checkFleetFilter(input.filter ?? {});
  const { dimension } = input;
  const limit = Math.max(1, Math.min(mostRows, Math.floor(input.limit ?? 50)));
  const latest = await latestMinute(ctx.db.$client);
  if (input.minute !== undefined) requireClosedMinute(ctx, input.minute, latest);
  const minute = input.minute ?? latest;
  if (minute === null) return [];

  const isStored = dimension !== "provider" && isFilterEmpty(filter);
  const stored = isStored ? await readStoredGroups(ctx.db.$client, dimension, minute) : [];
  // A minute that roll call has no counts of is counted from the records.
  const groups = stored.length > 0 ? stored : await countGroups(ctx, filter, minute, dimension);
  const shown = largest(groups, limit);
  const trends =
    stored.length > 0 && dimension !== "provider"
      ? await storedTrends(ctx.db.$client, dimension, shown, minute)
      : await groupTrends(ctx, filter, dimension, shown, minute);
  return shown.map((group, index) => ({
    key: group.key,
    label: group.label,
    devices: stateCountsOf(group.devices),
    gpus: stateCountsOf(group.gpus),
    trend: trends[index] ?? [],
  }));
}

function largest(groups: GroupCounts[], limit: number): GroupCounts[] {
  const size = new Map(groups.map((group) => [group, enrolledOf(group.devices)]));
  const ordered = [...groups].sort(
    (a, b) => (size.get(b) ?? 0) - (size.get(a) ?? 0) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
  return ordered.slice(0, limit);
}
