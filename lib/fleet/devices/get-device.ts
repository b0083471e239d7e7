import { and, eq } from "drizzle-orm";
import { deviceStates, devices, gpuModels, providers } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import type { StateCode } from "../states";
import { locateDevice } from "./locate-device";

export type Device = {
  id: string;
  shard: number;
  ordinal: number;
  name: string | null;
  provider: { slug: string; name: string };
  region: string | null;
  gpuModel: string | null;
  gpuVendor: string | null;
  gpuMemoryGib: number | null;
  gpuCount: number;
  agent: string | null;
  boot: string | null;
  tokenKind: string | null;
  cluster: string | null;
  node: string | null;
  intervalSeconds: number;
  enrolledAt: Date;
  decision: "quarantined" | "retired" | null;
  decisionReason: string | null;
  verifiedAt: Date | null;
  verifiedUntil: Date | null;
  /** As the last roll call found it; null before the first. Minutes since the epoch. */
  rolled: { code: StateCode; sinceMinute: number; lastSeenMinute: number | null } | null;
};

/** One device with its current attributes and state. Throws AppError device_not_found. */
export async function getDevice(ctx: Ctx, id: string): Promise<Device> {
  requirePermission(ctx.actor, "device.read");
  const place = await locateDevice(ctx.db, id);
  const [row] = await ctx.db
    .select({ device: devices, provider: providers, state: deviceStates, model: gpuModels })
    .from(devices)
    .innerJoin(providers, eq(providers.id, devices.providerId))
    .leftJoin(deviceStates, and(eq(deviceStates.shard, devices.shard), eq(deviceStates.ordinal, devices.ordinal)))
    .leftJoin(gpuModels, eq(gpuModels.name, devices.gpuModel))
    .where(and(eq(devices.shard, place.shard), eq(devices.ordinal, place.ordinal)));
  if (!row) throw new AppError("not_found", "device_not_found", "No device has this id: look for it in the list.");
  const { deviceId, providerId: _, version: __, ...attributes } = row.device;
  return {
    ...attributes,
    id: deviceId,
    // Only these two are ever written.
    decision: attributes.decision as Device["decision"],
    provider: { slug: row.provider.slug, name: row.provider.name },
    gpuVendor: row.model?.vendor ?? null,
    gpuMemoryGib: row.model?.memoryGib ?? null,
    rolled: row.state && {
      // Roll call writes codes of stateCodes only.
      code: row.state.state as StateCode,
      sinceMinute: row.state.since,
      lastSeenMinute: row.state.lastSeen,
    },
  };
}
