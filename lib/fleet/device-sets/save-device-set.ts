import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { measureCohort } from "../cohort/resolve-cohort";
import { checkFleetFilter } from "../filter";
import { minuteOf } from "../minute";
import { latestMinute, requireClosedMinute } from "../queries/latest-minute";
import { type DeviceSet, SetDescription, SetName } from "./device-set";
import { insertDeviceSet } from "./insert-device-set";

export const SaveDeviceSet = z.object({
  name: SetName,
  description: SetDescription,
  filter: z.unknown().transform(checkFleetFilter),
  /** Absent: the last closed minute. */
  minute: z.int32().nonnegative().optional(),
});

/**
 * Keeps the devices that a filter finds at a minute. The set does not change when the fleet does.
 * Throws AppError invalid_input, bad_filter, future_minute, minute_not_closed, device_set_empty, device_set_not_found.
 */
export async function saveDeviceSet(ctx: Ctx, input: z.input<typeof SaveDeviceSet>): Promise<DeviceSet> {
  requirePermission(ctx.actor, "device-set.write");
  const { name, description, filter, ...wanted } = parseInput(SaveDeviceSet, input);
  const latest = await latestMinute(ctx.db.$client);
  if (wanted.minute !== undefined) requireClosedMinute(ctx, wanted.minute, latest);
  const minute = wanted.minute ?? latest ?? minuteOf(ctx.now) - 1;
  const cohort = await measureCohort(ctx, filter, minute);
  return ctx.db.transaction((db) =>
    insertDeviceSet({ ...ctx, db }, { name, description, definition: { filter }, minute, cohort }),
  );
}
