import { eq } from "drizzle-orm";
import { z } from "zod";
import { deviceSets } from "@/db/schema/fleet";
import { deviceSetBits } from "@/db/schema/presence";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { setNotFound } from "./rename-device-set";

export const DeleteDeviceSet = z.object({
  id: z.uuid(),
  reason: z.string().trim().min(1, "say why").max(500, "at most 500 characters"),
});

/**
 * Deletes a set; what was done to its devices stays, and so do the sets that were made of it.
 * Throws AppError invalid_input, and device_set_not_found, also when another was faster.
 */
export async function deleteDeviceSet(ctx: Ctx, input: z.input<typeof DeleteDeviceSet>): Promise<void> {
  requirePermission(ctx.actor, "device-set.write");
  const { id, reason } = parseInput(DeleteDeviceSet, input);
  await ctx.db.transaction(async (db) => {
    const [gone] = await db.delete(deviceSets).where(eq(deviceSets.id, id)).returning();
    if (!gone) throw setNotFound();
    await db.delete(deviceSetBits).where(eq(deviceSetBits.setId, id));
    const { name, devices, gpus, definition } = gone;
    await recordAudit(
      { ...ctx, db },
      {
        action: "device-set.delete",
        target: { kind: "device-set", id },
        before: { name, devices, gpus, definition },
        after: { reason },
      },
    );
  });
}
