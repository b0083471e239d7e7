import { eq } from "drizzle-orm";
import { deviceSets } from "@/db/schema/fleet";
import { deviceSetBits } from "@/db/schema/presence";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";

/** Deletes a set; what was done to its devices stays. Throws AppError device_set_not_found, also when another was faster. */
export async function deleteDeviceSet(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx.actor, "device-set.write");
  await ctx.db.transaction(async (db) => {
    const [gone] = await db.delete(deviceSets).where(eq(deviceSets.id, id)).returning();
    if (!gone) {
      throw new AppError("not_found", "device_set_not_found", "There is no such device set: it may have been deleted.");
    }
    await db.delete(deviceSetBits).where(eq(deviceSetBits.setId, id));
    const { name, devices, gpus, definition } = gone;
    await recordAudit(
      { ...ctx, db },
      { action: "device-set.delete", target: { kind: "device-set", id }, before: { name, devices, gpus, definition } },
    );
  });
}
