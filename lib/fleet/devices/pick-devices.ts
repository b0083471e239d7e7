import type { Ctx } from "@/lib/context";
import type { ShardBits } from "../bit-set";
import { fieldsOf } from "../cohort/device-matcher";
import { fleetMoment, type KeptMoment } from "../cohort/fleet-moment";
import { type MeasuredCohort, measureCohort } from "../cohort/resolve-cohort";
import type { RecordField } from "../roll-call/record-change";
import type { FleetFilter } from "../types";
import type { DevicePosition } from "./device-cursor";
import type { DeviceSort, SortOrder } from "./device-sort";
import { begunSorts, pickByRecords, recordedSorts } from "./pick-by-records";
import { pickByScan, type ScannedSort } from "./pick-by-scan";
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

export type Picking = {
  cohort: Map<number, ShardBits>;
  /** Of the cohort. */
  count: number;
  sort: DeviceSort;
  order: SortOrder;
  after?: DevicePosition;
  limit: number;
  /** Of a past minute the moment's values count, else those of now. */
  isLatest: boolean;
};

/** The first devices of a cohort in an order. */
export async function pickDevices(ctx: Ctx, moment: KeptMoment, pick: Picking): Promise<DevicePosition[]> {
  const sql = ctx.db.$client;
  const recorded = recordedSorts.find((name) => name === pick.sort);
  if (recorded) return pickByRecords(sql, moment, { ...pick, sort: recorded });
  const begun = begunSorts.find((name) => name === pick.sort);
  if (begun && !pick.isLatest) {
    const beginnings = await stateBeginnings(ctx.db, moment);
    return pickByRecords(sql, moment, { ...pick, sort: begun, beginnings });
  }
  const scanned = pick.sort as ScannedSort; // not one of the recorded
  return pickByScan(sql, { ...pick, sort: scanned, minute: pick.isLatest ? null : moment.minute });
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
