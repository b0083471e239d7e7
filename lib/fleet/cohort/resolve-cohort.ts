import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { ShardBits } from "../bit-set";
import { checkFleetFilter } from "../filter";
import type { FleetFilter } from "../types";
import { fieldsOf, readDeviceMatcher } from "./device-matcher";
import { fleetMoment } from "./fleet-moment";
import { selectedCodes } from "./state-selection";
import { visitMembers } from "./visit-members";

export type MeasuredCohort = { bits: Map<number, ShardBits>; devices: number; gpus: number };

/**
 * The devices of a filter at a minute, by shard: enrolled then (the retired only if the filter asks for them), with the values
 * and states of then. Empty shards are left out. Throws AppError bad_filter, device_set_not_found.
 */
export async function resolveCohort(ctx: Ctx, filter: FleetFilter, minute: number): Promise<Map<number, ShardBits>> {
  return (await measureCohort(ctx, filter, minute)).bits;
}

/** The same with its size, in the GPUs of then. */
export async function measureCohort(ctx: Ctx, filter: FleetFilter, minute: number): Promise<MeasuredCohort> {
  requirePermission(ctx.actor, "fleet.read");
  const checked = checkFleetFilter(filter);
  const moment = await fleetMoment(ctx.db, minute, fieldsOf(checked).add("gpuCount"));
  const matcher = await readDeviceMatcher(ctx, moment.directory, checked, minute);
  const cohort: MeasuredCohort = { bits: new Map(), devices: 0, gpus: 0 };
  visitMembers(moment, matcher, selectedCodes(checked), (offset, { gpus }, { shard }) => {
    let bits = cohort.bits.get(shard);
    if (!bits) {
      bits = new ShardBits();
      cohort.bits.set(shard, bits);
    }
    bits.add(offset);
    cohort.devices += 1;
    cohort.gpus += gpus;
  });
  return cohort;
}
