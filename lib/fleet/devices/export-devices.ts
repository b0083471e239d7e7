import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import type { FleetMoment } from "../cohort/fleet-moment";
import { checkFleetFilter } from "../filter";
import { isoOfMinute } from "../minute";
import { offsetOf, shardOf } from "../shard";
import { deviceStateOf } from "../states";
import type { FleetFilter } from "../types";
import { csvLine } from "./csv-line";
import type { DeviceSort, SortOrder } from "./device-sort";
import type { ListedDevice } from "./listed-device";
import { orderDevices, readListedCohort } from "./pick-devices";
import { readListedDevices } from "./read-listed-devices";
import { resolveListedMinute } from "./resolve-listed-minute";

const devicesABlock = 5_000;
const head = [
  "device",
  "name",
  "provider",
  "region",
  "gpu_model",
  "gpu_count",
  "agent",
  "cluster",
  "state",
  "reason",
  "state_since",
  "last_heartbeat",
  // Of a past minute whose records say no more: it came before this.
  "last_heartbeat_before",
];

export type DeviceExport = { minute: number; total: number; blocks: AsyncGenerator<string> };

export type ExportDevices = { filter?: FleetFilter; minute?: number; sort?: DeviceSort; order?: SortOrder };

/**
 * The devices of a filter as CSV, in the order of the list, block by block as the reader takes them: 600,000 pass through without being held
 * at once. Times are ISO 8601 in UTC. Who took which devices is in the audit before the first of them leaves.
 */
export async function exportDevices(ctx: Ctx, input: ExportDevices): Promise<DeviceExport> {
  requirePermission(ctx.actor, "device.export");
  const { sort = "id", order = "asc" } = input;
  const filter = checkFleetFilter(input.filter ?? {});
  const { minute, isLatest } = await resolveListedMinute(ctx, input.minute);
  const { moment, bits: cohort, devices: total } = await readListedCohort(ctx, filter, minute, sort);
  await ctx.db.transaction((db) =>
    recordAudit(
      { ...ctx, db },
      {
        action: "device.export",
        target: { kind: "devices", id: isoOfMinute(minute) },
        after: { filter, devices: total },
      },
    ),
  );
  const ordinals = await orderDevices(ctx, moment, { cohort, count: total, sort, order, isLatest });
  return { minute, total, blocks: blocksOf(ctx, ordinals, moment, isLatest) };
}

async function* blocksOf(
  ctx: Ctx,
  ordinals: readonly number[],
  moment: FleetMoment,
  isLatest: boolean,
): AsyncGenerator<string> {
  yield csvLine(head);
  for (let from = 0; from < ordinals.length; from += devicesABlock) {
    const block = ordinals.slice(from, from + devicesABlock);
    const rows = await readListedDevices(ctx.db.$client, block, isLatest ? null : moment);
    yield rows.map((device, index) => lineOf(device, lastCallOf(moment, block[index] as number))).join("");
  }
}

/** Of a device that calls, which the list says in place of a time. */
function lastCallOf({ minute, shards }: FleetMoment, ordinal: number): number | null {
  return shards[shardOf(ordinal)]?.calls.lastCall(offsetOf(ordinal), minute) ?? null;
}

function lineOf(device: ListedDevice, lastCall: number | null): string {
  const state = deviceStateOf(device.state);
  const isoOf = (each: number | null) => (each === null ? null : isoOfMinute(each));
  const isBefore = device.isLastSeenBefore && lastCall === null;
  return csvLine([
    device.id,
    device.name,
    device.provider.slug,
    device.region,
    device.model,
    device.gpus,
    device.agent,
    device.cluster,
    state?.state ?? null,
    state?.reason ?? null,
    isoOf(device.sinceMinute),
    isBefore ? null : isoOf(lastCall ?? device.lastSeenMinute),
    isBefore ? isoOf(device.lastSeenMinute) : null,
  ]);
}
