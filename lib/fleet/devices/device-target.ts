import { z } from "zod";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { bitsFromSend } from "../bit-set";
import { ordinalOf } from "../shard";
import { locateDevice } from "./locate-device";

/** What an act is about: one device, or a saved set. */
export const DeviceTarget = z.union([z.object({ device: z.string().min(1) }), z.object({ set: z.uuid() })]);
export type DeviceTarget = z.output<typeof DeviceTarget>;

/** Ordinals of the devices of a target, ascending. Throws AppError device_not_found, device_set_empty. */
export async function resolveTarget(ctx: Ctx, target: DeviceTarget): Promise<number[]> {
  if ("device" in target) return [(await locateDevice(ctx.db, target.device)).ordinal];
  const rows = await ctx.db.$client<{ shard: number; sent: Uint8Array }[]>`
    select shard, bit_send(bits) as sent from device_set_bits where set_id = ${target.set} order by shard`;
  const ordinals: number[] = [];
  for (const { shard, sent } of rows) bitsFromSend(sent).visit((offset) => ordinals.push(ordinalOf(shard, offset)));
  if (ordinals.length > 0) return ordinals;
  throw new AppError("not_found", "device_set_empty", "This set has no devices, or is gone: choose another one.");
}

/** Of one device its id, of a set its own: what the audit names. */
export const targetName = (target: DeviceTarget): { kind: string; id: string } =>
  "device" in target ? { kind: "device", id: target.device } : { kind: "device-set", id: target.set };
