import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { minuteOf, minutesADay } from "../minute";
import { getDevice } from "./get-device";
import { readStateRuns } from "./read-state-runs";
import type { StateRun } from "./state-runs";

export const stripDays = 30;

export type DeviceStrip = {
  /** [fromMinute, toMinute), 30 days up to the minute that goes on now. */
  fromMinute: number;
  toMinute: number;
  runs: StateRun[];
};

/** Every minute of a device's last 30 days, as runs of one state. */
export async function getDeviceStrip(ctx: Ctx, id: string): Promise<DeviceStrip> {
  requirePermission(ctx.actor, "device.read");
  const toMinute = minuteOf(ctx.now);
  const fromMinute = toMinute - stripDays * minutesADay;
  const device = await getDevice(ctx, id);
  const runs = await readStateRuns(ctx.db.$client, device, { from: fromMinute, to: toMinute });
  return { fromMinute, toMinute, runs };
}
