import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { getDevicePresence } from "../devices/get-device-presence";
import { minutesADay } from "../minute";
import { timeParameter } from "./time-parameter";

export type DevicePresenceAnswer = {
  device: string;
  from: string;
  to: string;
  intervals: { state: string; reason?: string; from: string; to: string }[];
};

/**
 * GET /api/v1/devices/:id/presence?from&to, without them the last 24 hours.
 * Throws AppError bad_time, future_minute, bad_range, device_not_found.
 */
export async function answerDevicePresence(
  ctx: Ctx,
  id: string,
  params: URLSearchParams,
): Promise<DevicePresenceAnswer> {
  const to = timeParameter(params, "to") ?? ctx.now;
  const from = timeParameter(params, "from") ?? new Date(to.getTime() - minutesADay * 60_000);
  if (from > ctx.now) throw new AppError("bad_request", "future_minute", "from has not come yet: ask for the past.");
  const intervals = await getDevicePresence(ctx, id, from, to);
  return {
    device: id,
    from: from.toISOString(),
    to: to.toISOString(),
    intervals: intervals.map((interval) => ({
      state: interval.state,
      ...(interval.reason ? { reason: interval.reason } : {}),
      from: interval.from.toISOString(),
      to: interval.to.toISOString(),
    })),
  };
}
