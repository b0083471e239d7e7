import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { checkFleetFilter } from "../filter";
import type { FleetFilter } from "../types";
import { decodeCursor, encodeCursor } from "./device-cursor";
import type { DeviceSort, SortOrder } from "./device-sort";
import type { ListedDevice } from "./listed-device";
import { pickDevices, readListedCohort } from "./pick-devices";
import { readListedDevices } from "./read-listed-devices";
import { resolveListedMinute } from "./resolve-listed-minute";

export type ListDevices = {
  filter?: FleetFilter;
  /** A past minute; absent: the last that roll call closed. */
  minute?: number;
  sort?: DeviceSort;
  order?: SortOrder;
  cursor?: string;
  /** 1 to 500; 100 unless told. */
  limit?: number;
};

export type DevicePage = {
  items: ListedDevice[];
  /** For the page after this one; null after the last. */
  next: string | null;
  /** All that match, on every page. */
  total: number;
  /** The minute that everything is of. */
  minute: number;
  isLatest: boolean;
};

const mostDevices = 500;

/**
 * Devices of a filter in an order, a page at a time, as of one minute. Throws AppError bad_filter, invalid_cursor, device_set_not_found.
 */
export async function listDevices(ctx: Ctx, input: ListDevices): Promise<DevicePage> {
  requirePermission(ctx.actor, "device.read");
  const { sort = "id", order = "asc" } = input;
  const limit = Math.max(1, Math.min(mostDevices, Math.floor(input.limit ?? 100)));
  const after = input.cursor ? decodeCursor(input.cursor, sort, order) : undefined;
  const { minute, isLatest } = await resolveListedMinute(ctx, input.minute);
  const filter = checkFleetFilter(input.filter ?? {});
  const { moment, bits: cohort, devices: total } = await readListedCohort(ctx, filter, minute, sort);
  // One more than the page tells whether there is another.
  const wanted = { cohort, count: total, sort, order, after, limit: limit + 1, isLatest };
  const picked = await pickDevices(ctx, moment, wanted);
  const page = picked.slice(0, limit);
  const items = await readListedDevices(
    ctx.db.$client,
    page.map(({ ordinal }) => ordinal),
    isLatest ? null : moment,
  );
  const last = page.at(-1);
  const next = picked.length > limit && last ? encodeCursor(sort, order, last) : null;
  return { items, next, total, minute, isLatest };
}
