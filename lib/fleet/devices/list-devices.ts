import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { fieldsOf } from "../cohort/device-matcher";
import { fleetMoment } from "../cohort/fleet-moment";
import { measureCohort } from "../cohort/resolve-cohort";
import { checkFleetFilter } from "../filter";
import type { RecordField } from "../roll-call/record-change";
import type { FleetFilter } from "../types";
import { type DevicePosition, decodeCursor, encodeCursor } from "./device-cursor";
import { type DeviceSort, isPresentOnly, type SortOrder } from "./device-sort";
import type { ListedDevice } from "./listed-device";
import { pickByRecords, type RecordedSort, recordedSorts } from "./pick-by-records";
import { pickByScan } from "./pick-by-scan";
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
 * Devices of a filter in an order, a page at a time, as of one minute. Throws AppError bad_filter, bad_cursor, and bad_sort for a past
 * minute sorted by what is kept for the present only.
 */
export async function listDevices(ctx: Ctx, input: ListDevices): Promise<DevicePage> {
  requirePermission(ctx.actor, "device.read");
  const { sort = "id", order = "asc" } = input;
  const limit = Math.max(1, Math.min(mostDevices, Math.floor(input.limit ?? 100)));
  const after = input.cursor ? decodeCursor(input.cursor, sort, order) : undefined;
  const { minute, isLatest } = await resolveListedMinute(ctx, input.minute);
  if (!isLatest && isPresentOnly(sort)) {
    throw new AppError("bad_request", "bad_sort", "A past minute is not sorted by this: choose another column.", {
      sort,
    });
  }
  const filter = checkFleetFilter(input.filter ?? {});
  const recorded = recordedSorts.find((name) => name === sort);
  // Asked for first with all that is needed, so that the cohort is taken from the same one.
  const moment = await fleetMoment(ctx.db, minute, fieldsNeeded(filter, recorded));
  const { bits: cohort, devices: total } = await measureCohort(ctx, filter, minute);
  const sql = ctx.db.$client;
  // One more than the page tells whether there is another.
  const wanted = { cohort, order, after, limit: limit + 1 };
  let picked: DevicePosition[];
  if (recorded) picked = await pickByRecords(sql, moment, { ...wanted, sort: recorded });
  else {
    const scanned = sort as Exclude<DeviceSort, (typeof recordedSorts)[number]>; // not one of the recorded
    picked = await pickByScan(sql, { ...wanted, sort: scanned, count: total, minute: isLatest ? null : minute });
  }
  const page = picked.slice(0, limit);
  const items = await readListedDevices(
    sql,
    page.map(({ ordinal }) => ordinal),
    isLatest ? null : moment,
  );
  const last = page.at(-1);
  const next = picked.length > limit && last ? encodeCursor(sort, order, last) : null;
  return { items, next, total, minute, isLatest };
}

const recordFields = { provider: "provider", region: "region", model: "gpuModel", agent: "agent" } as const;

/** Of what the past values are read: each costs a past minute time. */
function fieldsNeeded(filter: FleetFilter, sort: RecordedSort | undefined): Set<RecordField> {
  const fields = fieldsOf(filter).add("gpuCount");
  return sort && sort in recordFields ? fields.add(recordFields[sort as keyof typeof recordFields]) : fields;
}
