import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { deviceHistory, devices, providers } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { parseInput } from "@/lib/parse-input";
import { locateDevice } from "./locate-device";

export const MoveDevice = z.object({
  device: z.string().min(1),
  /** Slug of the provider that owns it from now on. */
  toProvider: z.string().min(1),
  reason: z.string().trim().min(1, "say why").max(500, "at most 500 characters"),
});
export type MoveDevice = z.input<typeof MoveDevice>;

/** Gives a device to another provider; whom it belonged to until now stays in its history. Throws AppError provider_not_found, same_provider. */
export async function moveDevice(ctx: Ctx, input: MoveDevice): Promise<void> {
  requirePermission(ctx.actor, "device.move");
  const { device: id, toProvider, reason } = parseInput(MoveDevice, input);
  const { shard, ordinal } = await locateDevice(ctx.db, id);
  await ctx.db.transaction(async (db) => {
    const [to] = await db.select().from(providers).where(eq(providers.slug, toProvider));
    if (!to)
      throw new AppError("not_found", "provider_not_found", "There is no provider with this slug.", {
        field: "toProvider",
      });
    const place = and(eq(devices.shard, shard), eq(devices.ordinal, ordinal));
    const [device] = await db.select().from(devices).where(place).for("update");
    if (!device) throw new AppError("not_found", "device_not_found", "No device has this id: look for it in the list.");
    if (device.providerId === to.id)
      throw new AppError("conflict", "same_provider", `It belongs to ${to.name} already.`);
    const [from] = await db.select().from(providers).where(eq(providers.id, device.providerId));
    const [last] = await db
      .select({ to: sql<Date | null>`max(${deviceHistory.to})`.mapWith(deviceHistory.to) })
      .from(deviceHistory)
      .where(
        and(eq(deviceHistory.shard, shard), eq(deviceHistory.ordinal, ordinal), eq(deviceHistory.field, "provider")),
      );
    await db.insert(deviceHistory).values({
      shard,
      ordinal,
      field: "provider",
      from: last?.to ?? device.enrolledAt,
      to: ctx.now,
      value: String(device.providerId),
    });
    await db.update(devices).set({ providerId: to.id, version: sql`pg_current_xact_id()` }).where(place);
    await recordAudit(
      { ...ctx, db },
      {
        action: "device.move",
        target: { kind: "device", id },
        before: { provider: from?.slug },
        after: { provider: to.slug, reason },
      },
    );
    await recordDomainEvent(
      { db, now: ctx.now },
      {
        kind: "device.moved",
        title: `Moved ${id} from ${from?.name ?? "an unknown provider"} to ${to.name}: ${reason}`,
        happenedAt: ctx.now,
        subjects: { device: id, provider: to.slug },
      },
    );
  });
}
