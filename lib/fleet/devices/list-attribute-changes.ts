import { and, desc, eq, ne } from "drizzle-orm";
import { deviceHistory, devices, providers } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { locateDevice } from "./locate-device";

export type AttributeChange = { at: Date; field: string; from: string | null; to: string | null };

const mostChanges = 200;

/**
 * How a device's attributes changed, newest first, the last 200: owner, agent, place, GPUs, name. A restart (boot) is
 * left to its own count, since it says nothing but that it happened.
 */
export async function listAttributeChanges(ctx: Ctx, device: string): Promise<AttributeChange[]> {
  requirePermission(ctx.actor, "device.read");
  const { shard, ordinal } = await locateDevice(ctx.db, device);
  const rows = await ctx.db
    .select({ field: deviceHistory.field, at: deviceHistory.to, value: deviceHistory.value })
    .from(deviceHistory)
    .where(and(eq(deviceHistory.shard, shard), eq(deviceHistory.ordinal, ordinal), ne(deviceHistory.field, "boot")))
    .orderBy(desc(deviceHistory.to), deviceHistory.field)
    .limit(mostChanges);
  const [current] = await ctx.db
    .select()
    .from(devices)
    .where(and(eq(devices.shard, shard), eq(devices.ordinal, ordinal)));
  const slugs = rows.some((row) => row.field === "provider") ? await providerNames(ctx) : new Map<string, string>();
  // Each row is the value that ended at `at`; what came then is the value of the row after it, or the current one.
  const later = new Map<string, string | null>(current ? currentValues(current) : []);
  const nameOf = (field: string, value: string | null) =>
    field === "provider" && value !== null ? (slugs.get(value) ?? value) : value;
  return rows.map(({ field, at, value }) => {
    const to = later.get(field) ?? null;
    later.set(field, value);
    return { at, field, from: nameOf(field, value), to: nameOf(field, to) };
  });
}

function currentValues(device: typeof devices.$inferSelect): [string, string | null][] {
  return [
    ["agent", device.agent],
    ["region", device.region],
    ["provider", String(device.providerId)],
    ["gpu_count", String(device.gpuCount)],
    ["gpu_model", device.gpuModel],
    ["cluster", device.cluster],
    ["node", device.node],
    ["name", device.name],
  ];
}

async function providerNames(ctx: Ctx): Promise<Map<string, string>> {
  const rows = await ctx.db.select({ id: providers.id, name: providers.name }).from(providers);
  return new Map(rows.map((row) => [String(row.id), row.name]));
}
