import { type DeviceSort, deviceSorts, type SortOrder } from "@/lib/fleet/devices/device-sort";
import type { SearchParams } from "@/lib/fleet/filter";
import { parseFleetFilter } from "@/lib/fleet/filter";
import type { FleetFilter } from "@/lib/fleet/types";
import { readMinute } from "../read-minute";

/** All that the address of the devices page says. */
export type DevicesView = { filter: FleetFilter; minute: number | null; sort: DeviceSort; order: SortOrder };

/** What does not parse falls back; a filter that is wrong throws AppError bad_filter. */
export function parseDevicesView(params: SearchParams): DevicesView {
  const text = (name: string) => {
    const value = params instanceof URLSearchParams ? params.get(name) : params[name];
    return typeof value === "string" ? value : "";
  };
  const minute = readMinute(text("at"));
  const sort = deviceSorts.find((each) => each === text("sort")) ?? "id";
  return { filter: parseFleetFilter(params), minute, sort, order: text("order") === "desc" ? "desc" : "asc" };
}
