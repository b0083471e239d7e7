import { z } from "zod";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { bitsFromSend, type ShardBits } from "../bit-set";
import { resolveCohort } from "../cohort/resolve-cohort";
import { FleetFilterSchema, serializeFleetFilter } from "../filter";
import { isoOfMinute } from "../minute";
import { ordinalOf } from "../shard";
import { locateDevice } from "./locate-device";

/** What an act is about: one device, a saved set, or the devices of a filter at a minute. */
export const DeviceTarget = z.union([
  z.object({ device: z.string().min(1) }),
  z.object({ set: z.uuid() }),
  z.object({ filter: FleetFilterSchema, minute: z.int32().nonnegative() }),
]);
export type DeviceTarget = z.output<typeof DeviceTarget>;

/** Ordinals of the devices of a target, ascending. Throws AppError device_not_found, device_set_empty, bad_filter. */
export async function resolveTarget(ctx: Ctx, target: DeviceTarget): Promise<number[]> {
  if ("device" in target) return [(await locateDevice(ctx.db, target.device)).ordinal];
  const bits =
    "set" in target ? await readSet(ctx, target.set) : await resolveCohort(ctx, target.filter, target.minute);
  const ordinals: number[] = [];
  for (const shard of [...bits.keys()].sort((a, b) => a - b)) {
    bits.get(shard)?.visit((offset) => ordinals.push(ordinalOf(shard, offset)));
  }
  if (ordinals.length > 0) return ordinals;
  throw new AppError("not_found", "device_set_empty", "There are no devices in it, or it is gone: choose others.");
}

async function readSet(ctx: Ctx, id: string): Promise<Map<number, ShardBits>> {
  const rows = await ctx.db.$client<{ shard: number; sent: Uint8Array }[]>`
    select shard, bit_send(bits) as sent from device_set_bits where set_id = ${id}`;
  return new Map(rows.map((row) => [row.shard, bitsFromSend(row.sent)]));
}

/** What the audit names: a device or a set by its id, a filter as its address. */
export function targetName(target: DeviceTarget): { kind: string; id: string } {
  if ("device" in target) return { kind: "device", id: target.device };
  if ("set" in target) return { kind: "device-set", id: target.set };
  return { kind: "devices", id: `${serializeFleetFilter(target.filter)} at ${isoOfMinute(target.minute)}` };
}
