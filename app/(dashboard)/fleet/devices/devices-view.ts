import { type DeviceSort, deviceSorts, isPresentOnly, type SortOrder } from "@/lib/fleet/devices/device-sort";
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
  const given = deviceSorts.find((sort) => sort === text("sort")) ?? "id";
  const sort = minute !== null && isPresentOnly(given) ? "id" : given;
  return { filter: parseFleetFilter(params), minute, sort, order: text("order") === "desc" ? "desc" : "asc" };
}
