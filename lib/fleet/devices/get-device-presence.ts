import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { dateOfMinute, minuteOf, minutesADay } from "../minute";
import type { BlockReason } from "../planes";
import { deviceStateOf, type StateName } from "../states";
import { getDevice } from "./get-device";
import { readStateRuns } from "./read-state-runs";

export type PresenceInterval = { state: StateName | "not_enrolled"; reason?: BlockReason; from: Date; to: Date };

const mostDays = 90;

/**
 * A device's states as intervals that tile [from, to) exactly, neighbours differing. Minutes in which Muster did not listen,
 * or that roll call has not closed, are unknown. Throws AppError bad_range, device_not_found.
 */
export async function getDevicePresence(ctx: Ctx, id: string, from: Date, to: Date): Promise<PresenceInterval[]> {
  requirePermission(ctx.actor, "device.read");
  const range = { from: minuteOf(from), to: Math.ceil(to.getTime() / 60_000) };
  if (!(from < to) || range.to - range.from > mostDays * minutesADay) {
    throw new AppError(
      "bad_request",
      "bad_range",
      `The range must begin before it ends and span at most ${mostDays} days.`,
    );
  }
  const device = await getDevice(ctx, id);
  const runs = await readStateRuns(ctx.db.$client, device, range);
  return runs.map((run, index) => ({
    ...(deviceStateOf(run.code) ?? { state: "not_enrolled" as const }),
    from: index === 0 ? from : dateOfMinute(run.from),
    to: index === runs.length - 1 ? to : dateOfMinute(run.to),
  }));
}
