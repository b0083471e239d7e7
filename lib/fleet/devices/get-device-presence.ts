import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { dateOfMinute, minuteOf, minutesADay } from "../minute";
import type { BlockReason } from "../planes";
import { deviceStateOf, type StateName } from "../states";
import { getDevice } from "./get-device";
import { readRunsFromBits } from "./read-runs-from-bits";
import { readStateRuns } from "./read-state-runs";
import { joinRuns, type MinuteSpan, type StateRun } from "./state-runs";

export type PresenceInterval = { state: StateName | "not_enrolled"; reason?: BlockReason; from: Date; to: Date };

const mostDays = 90;
/** Transitions of whole days before this are dropped (lib/fleet/presence/drop-expired.ts). */
const transitionDays = 90;

/**
 * A device's states as intervals that tile [from, to) exactly, neighbours differing: from its transitions, and from its bits before
 * those that are kept. Minutes in which Muster did not listen, or that roll call has not closed, are unknown. Throws AppError
 * bad_range, device_not_found.
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
  const runs = await readDeviceRuns(ctx, id, range);
  return runs.map((run, index) => ({
    ...(deviceStateOf(run.code) ?? { state: "not_enrolled" as const }),
    from: index === 0 ? from : dateOfMinute(run.from),
    to: index === runs.length - 1 ? to : dateOfMinute(run.to),
  }));
}

/** The same as runs of codes that tile [from, to) minutes; of a stretch of any age and, of the caller's care, any length. Throws AppError device_not_found. */
export async function readDeviceRuns(ctx: Ctx, id: string, range: MinuteSpan): Promise<StateRun[]> {
  requirePermission(ctx.actor, "device.read");
  const device = await getDevice(ctx, id);
  const sql = ctx.db.$client;
  const oldest = minuteOf(ctx.now) - transitionDays * minutesADay;
  const border = Math.max(range.from, Math.min(range.to, oldest));
  const early = border > range.from ? await readRunsFromBits(sql, device, { from: range.from, to: border }) : [];
  const late = range.to > border ? await readStateRuns(sql, device, { from: border, to: range.to }) : [];
  return joinRuns([...early, ...late]);
}
