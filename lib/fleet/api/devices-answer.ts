import type { Ctx } from "@/lib/context";
import { deviceSorts, sortOrders } from "../devices/device-sort";
import { listDevices } from "../devices/list-devices";
import type { ListedDevice } from "../devices/listed-device";
import { parseFleetFilter } from "../filter";
import { isoOfMinute, minuteOf } from "../minute";
import type { BlockReason } from "../planes";
import { latestMinute, requireClosedMinute } from "../queries/latest-minute";
import { deviceStateOf, type StateName } from "../states";
import { choiceParameter } from "./choice-parameter";
import { integerParameter } from "./integer-parameter";
import { timeParameter } from "./time-parameter";

export type DeviceItem = {
  device: string;
  name: string | null;
  provider: string;
  region: string | null;
  gpu_model: string | null;
  gpu_count: number;
  agent: string | null;
  cluster: string | null;
  /** unknown also while roll call has not met the device. */
  state: StateName;
  reason?: BlockReason;
  /** From when the state holds, and the last heartbeat before it; null where that is not kept. */
  since: string | null;
  last_heartbeat: string | null;
};
export type DevicesAnswer = { items: DeviceItem[]; next: string | null; total: number; at: string };

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
    last_heartbeat: isoOf(device.lastSeenMinute),
  };
}
