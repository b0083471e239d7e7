import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { time, timeParameter as timeField } from "@/lib/api/fields";
import { timeParameter } from "@/lib/api/time-parameter";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { getDevicePresence } from "../devices/get-device-presence";
import { minutesADay } from "../minute";
import { stateNames } from "../states";
import { BlockReasonName } from "./schemas";

export const DevicePresenceAnswer = named(
  "DevicePresence",
  z.object({
    device: z.string(),
    from: time,
    to: time,
    intervals: z
      .array(
        z.object({
          state: z.enum([...stateNames, "not_enrolled"]),
          reason: BlockReasonName.optional(),
          from: time,
          to: time,
        }),
      )
      .describe("They tile from … to exactly."),
  }),
);
export type DevicePresenceAnswer = z.output<typeof DevicePresenceAnswer>;

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

export const devicePresenceEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/devices/[id]/presence",
  tag: "Devices",
  summary: "When a device was connected",
  permission: "device.read",
  params: { id: z.string().describe("Id of the device.") },
  query: {
    from: timeField("The first moment; without it 24 hours before to."),
    to: timeField("The end, not itself part of it; without it now."),
  },
  answer: DevicePresenceAnswer,
  problems: { 400: ["bad_time", "bad_range", "future_minute"], 404: ["device_not_found"] },
  respond: (ctx, { params, query }) => answerDevicePresence(ctx, params.id ?? "", query),
});
