import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import type { ShardBits } from "../bit-set";
import { type FleetMoment, fleetMoment } from "../cohort/fleet-moment";
import { measureCohort } from "../cohort/resolve-cohort";
import { checkFleetFilter } from "../filter";
import { isoOfMinute } from "../minute";
import { ordinalOf } from "../shard";
import { deviceStateOf } from "../states";
import type { FleetFilter } from "../types";
import { csvLine } from "./csv-line";
import type { ListedDevice } from "./listed-device";
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
];

export type DeviceExport = { minute: number; total: number; blocks: AsyncGenerator<string> };

/**
 * The devices of a filter as CSV, in the order of their enrolment, block by block as the reader takes them: 600,000 pass through
 * without being held at once. Who took which devices is in the audit before the first of them leaves.
 */
export async function exportDevices(ctx: Ctx, input: { filter?: FleetFilter; minute?: number }): Promise<DeviceExport> {
  requirePermission(ctx.actor, "device.export");
  const filter = checkFleetFilter(input.filter ?? {});
  const { minute, isLatest } = await resolveListedMinute(ctx, input.minute);
  const { bits: cohort, devices: total } = await measureCohort(ctx, filter, minute);
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
  return {
    minute,
    total,
    blocks: blocksOf(ctx, cohort, isLatest ? null : await fleetMoment(ctx.db, minute, new Set())),
  };
}

async function* blocksOf(ctx: Ctx, cohort: Map<number, ShardBits>, moment: FleetMoment | null): AsyncGenerator<string> {
  const sql = ctx.db.$client;
  yield csvLine(head);
  for (const shard of [...cohort.keys()].sort((a, b) => a - b)) {
    const ordinals: number[] = [];
    cohort.get(shard)?.visit((offset) => ordinals.push(ordinalOf(shard, offset)));
    for (let from = 0; from < ordinals.length; from += devicesABlock) {
      const block = ordinals.slice(from, from + devicesABlock);
      const rows = await readListedDevices(sql, block, moment);
      yield rows.map(lineOf).join("");
    }
  }
}

function lineOf(device: ListedDevice): string {
  const state = deviceStateOf(device.state);
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
    device.sinceMinute === null ? null : isoOfMinute(device.sinceMinute),
    device.lastSeenMinute === null ? null : isoOfMinute(device.lastSeenMinute),
  ]);
}
