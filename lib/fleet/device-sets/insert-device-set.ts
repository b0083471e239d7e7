import { sql } from "drizzle-orm";
import { deviceSets } from "@/db/schema/fleet";
import { deviceSetBits } from "@/db/schema/presence";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { TransactionCtx } from "@/lib/context";
import { bitsToLiteral } from "../bit-set";
import type { MeasuredCohort } from "../cohort/resolve-cohort";
import type { DeviceSet, DeviceSetDefinition } from "./device-set";

export type NewDeviceSet = {
  name: string;
  description?: string;
  definition: DeviceSetDefinition;
  minute: number;
  cohort: MeasuredCohort;
};

/** Stores a set with its bits and its audit row. Throws AppError device_set_empty. */
export async function insertDeviceSet(ctx: TransactionCtx, made: NewDeviceSet): Promise<DeviceSet> {
  const { cohort, description, ...rest } = made;
  if (cohort.devices === 0) {
    throw new AppError("unprocessable", "device_set_empty", "No device is in it: choose another filter or other sets.");
  }
  const { devices, gpus } = cohort;
  const [row] = await ctx.db
    .insert(deviceSets)
    .values({ ...rest, description, devices, gpus, createdBy: ctx.actor.name, createdAt: ctx.now })
    .returning();
  if (!row) throw new Error("An insert returned no row.");
  const bits = [...cohort.bits].sort(([a], [b]) => a - b);
  await ctx.db
    .insert(deviceSetBits)
    .values(bits.map(([shard, set]) => ({ shard, setId: row.id, bits: sql`${bitsToLiteral(set)}::text::bit(65536)` })));
  await recordAudit(ctx, {
    action: "device-set.create",
    target: { kind: "device-set", id: row.id },
    after: { name: row.name, definition: made.definition, minute: made.minute, devices, gpus },
  });
  return { ...row, definition: made.definition };
}
