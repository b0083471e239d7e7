import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { choiceParameter } from "@/lib/api/choice-parameter";
import {
  count,
  cursorParameter,
  limitParameter,
  pageOf,
  time,
  timeParameter as timeField,
  timeOrNull,
} from "@/lib/api/fields";
import { integerParameter } from "@/lib/api/integer-parameter";
import { timeParameter } from "@/lib/api/time-parameter";
import type { Ctx } from "@/lib/context";
import { deviceSorts, sortOrders } from "../devices/device-sort";
import { listDevices } from "../devices/list-devices";
import type { ListedDevice } from "../devices/listed-device";
import { parseFleetFilter } from "../filter";
import { isoOfMinute, minuteOf } from "../minute";
import { latestMinute, requireClosedMinute } from "../queries/latest-minute";
import { deviceStateOf, stateNames } from "../states";
import { BlockReasonName, filterParameters } from "./schemas";

export const DeviceItem = named(
  "DeviceItem",
  z.object({
    device: z.string(),
    name: z.string().nullable(),
    provider: z.string().describe("Slug."),
    region: z.string().nullable(),
    gpu_model: z.string().nullable(),
    gpu_count: count,
    agent: z.string().nullable(),
    cluster: z.string().nullable(),
    state: z.enum(stateNames).describe("unknown also while roll call has not met the device."),
    reason: BlockReasonName.optional().describe("Of a blocked one."),
    since: timeOrNull.describe("From when the state holds; null where that is not kept."),
    last_heartbeat: timeOrNull.describe("The last heartbeat before it; null while it calls, or where it is not kept."),
    last_heartbeat_before: time
      .optional()
      .describe("Of a past minute whose records say only that the last heartbeat came before this."),
  }),
);
export type DeviceItem = z.output<typeof DeviceItem>;
const DevicesAnswer = named(
  "DevicePage",
  pageOf(DeviceItem).extend({ total: count.describe("All that match, on every page."), at: time }),
);
export type DevicesAnswer = z.output<typeof DevicesAnswer>;

/**
 * GET /api/v1/devices with any filter of the pages, q, at, sort, order, cursor and limit (at most 500).
 * Throws AppError bad_time, unknown_sort, unknown_order, bad_number and what listDevices throws.
 */
export async function answerDevices(ctx: Ctx, params: URLSearchParams): Promise<DevicesAnswer> {
  const at = timeParameter(params, "at");
  const minute = at && minuteOf(at);
  if (minute !== undefined) requireClosedMinute(ctx, minute, await latestMinute(ctx.db.$client));
  const page = await listDevices(ctx, {
    filter: parseFleetFilter(params),
    ...(minute === undefined ? {} : { minute }),
    sort: choiceParameter(params, "sort", deviceSorts, "id"),
    order: choiceParameter(params, "order", sortOrders, "asc"),
    cursor: params.get("cursor") ?? undefined,
    limit: integerParameter(params, "limit", { least: 1, most: 500 }),
  });
  return { items: page.items.map(itemOf), next: page.next, total: page.total, at: isoOfMinute(page.minute) };
}

function itemOf(device: ListedDevice): DeviceItem {
  const isoOf = (minute: number | null) => (minute === null ? null : isoOfMinute(minute));
  return {
    device: device.id,
    name: device.name,
    provider: device.provider.slug,
    region: device.region,
    gpu_model: device.model,
    gpu_count: device.gpus,
    agent: device.agent,
    cluster: device.cluster,
    ...(deviceStateOf(device.state) ?? { state: "unknown" }),
    since: isoOf(device.sinceMinute),
    last_heartbeat: isoOf(device.isLastSeenBefore ? null : device.lastSeenMinute),
    ...(device.isLastSeenBefore && device.lastSeenMinute !== null
      ? { last_heartbeat_before: isoOfMinute(device.lastSeenMinute) }
      : {}),
  };
}

export const devicesEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/devices",
  tag: "Devices",
  summary: "Devices of a filter",
  permission: "device.read",
  query: {
    ...filterParameters,
    q: z.string().max(200).describe("Part of a device's id or name."),
    at: timeField("Any moment of a past minute, as of which everything is."),
    sort: z.enum(deviceSorts),
    order: z.enum(sortOrders),
    cursor: cursorParameter,
    limit: limitParameter(100, 500),
  },
  answer: DevicesAnswer,
  problems: {
    400: ["bad_time", "bad_number", "bad_filter", "invalid_cursor", "unknown_sort", "unknown_order", "future_minute"],
    404: ["device_set_not_found"],
    409: ["minute_not_closed"],
  },
  respond: (ctx, { query }) => answerDevices(ctx, query),
});
