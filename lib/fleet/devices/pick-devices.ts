import type { Ctx } from "@/lib/context";
import type { ShardBits } from "../bit-set";
import { fieldsOf } from "../cohort/device-matcher";
import { fleetMoment, type KeptMoment } from "../cohort/fleet-moment";
import { type MeasuredCohort, measureCohort } from "../cohort/resolve-cohort";
import type { RecordField } from "../roll-call/record-change";
import type { FleetFilter } from "../types";
import type { DevicePosition } from "./device-cursor";
import type { DeviceSort, SortOrder } from "./device-sort";
import { type BegunSort, begunSorts, pickByRecords, type RecordedSort, recordedSorts } from "./pick-by-records";
import { orderByScan, pickByScan, type ScannedSort } from "./pick-by-scan";
import type { StateBeginnings } from "./read-state-beginnings";
import { stateBeginnings } from "./state-beginnings";

export type ListedCohort = MeasuredCohort & { moment: KeptMoment };

/** The devices of a filter at a minute, with the moment of the fleet that they are sorted and shown by. */
export async function readListedCohort(
  ctx: Ctx,
  filter: FleetFilter,
  minute: number,
  sort: DeviceSort,
): Promise<ListedCohort> {
  // Asked for first with all that is needed, so that the cohort is taken from the same one.
  const moment = await fleetMoment(ctx.db, minute, fieldsNeeded(filter, sort));
  return { moment, ...(await measureCohort(ctx, filter, minute)) };
}

export type Ordering = {
  cohort: Map<number, ShardBits>;
  /** Of the cohort. */
  count: number;
  sort: DeviceSort;
  order: SortOrder;
  /** Of a past minute the moment's values count, else those of now. */
  isLatest: boolean;
};
export type Picking = Ordering & { after?: DevicePosition; limit: number };

/** The first devices of a cohort in an order. */
export async function pickDevices(ctx: Ctx, moment: KeptMoment, pick: Picking): Promise<DevicePosition[]> {
  const by = await wayOf(ctx, moment, pick);
  const sql = ctx.db.$client;
  return by.scan ? pickByScan(sql, { ...pick, ...by.scan }) : pickByRecords(sql, moment, { ...pick, ...by.records });
}

/** The ordinals of all devices of a cohort in the order of its pages. 600,000: 1 to 2 s. */
export async function orderDevices(ctx: Ctx, moment: KeptMoment, pick: Ordering): Promise<number[]> {
  if (pick.count === 0) return [];
  const by = await wayOf(ctx, moment, pick);
  const sql = ctx.db.$client;
  if (by.scan) return orderByScan(sql, { ...pick, ...by.scan });
  const rows = await pickByRecords(sql, moment, { ...pick, ...by.records, limit: pick.count });
  return rows.map(({ ordinal }) => ordinal);
}

type Way =
  | { records: { sort: RecordedSort | BegunSort; beginnings?: StateBeginnings }; scan?: undefined }
  | { scan: { sort: ScannedSort; minute: number | null }; records?: undefined };

/** By what memory holds of the minute, or by what only the tables hold. */
async function wayOf(ctx: Ctx, moment: KeptMoment, { sort, isLatest }: Ordering): Promise<Way> {
  const recorded = recordedSorts.find((name) => name === sort);
  if (recorded) return { records: { sort: recorded } };
  const begun = begunSorts.find((name) => name === sort);
  if (begun && !isLatest) return { records: { sort: begun, beginnings: await stateBeginnings(ctx.db, moment) } };
  return { scan: { sort: sort as ScannedSort, minute: isLatest ? null : moment.minute } }; // not one of the recorded
}

const recordFields: Partial<Record<DeviceSort, RecordField>> = {
  provider: "provider",
  region: "region",
  model: "gpuModel",
  agent: "agent",
};

/** Of what the past values are read: each costs a past minute time. */
function fieldsNeeded(filter: FleetFilter, sort: DeviceSort): Set<RecordField> {
  const fields = fieldsOf(filter).add("gpuCount");
  const sorted = recordFields[sort];
  return sorted ? fields.add(sorted) : fields;
}
