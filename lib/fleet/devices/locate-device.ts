import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { deviceIds } from "@/db/schema/fleet";
import { AppError } from "@/lib/app-error";
import { shardOf } from "../shard";

export type DevicePlace = { shard: number; ordinal: number };

/** Where a device's rows lie. Throws AppError device_not_found. */
export async function locateDevice(db: Database | Transaction, id: string): Promise<DevicePlace> {
  const [row] = await db.select({ ordinal: deviceIds.ordinal }).from(deviceIds).where(eq(deviceIds.id, id));
  if (!row) throw new AppError("not_found", "device_not_found", "No device has this id: look for it in the list.");
  return { shard: shardOf(row.ordinal), ordinal: row.ordinal };
}
