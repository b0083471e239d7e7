import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { deviceSets } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { SetName } from "./device-set";

export const RenameDeviceSet = z.object({
  id: z.uuid(),
  name: SetName,
  /** The name as it was read. */
  expectedName: z.string(),
});

/** Gives a set another name. Throws AppError invalid_input, device_set_not_found, and stale_name when somebody else renamed it since. */
export async function renameDeviceSet(ctx: Ctx, input: z.input<typeof RenameDeviceSet>): Promise<void> {
  requirePermission(ctx.actor, "device-set.write");
  const { id, name, expectedName } = parseInput(RenameDeviceSet, input);
  await ctx.db.transaction(async (db) => {
    const renamed = await db
      .update(deviceSets)
      .set({ name })
      .where(and(eq(deviceSets.id, id), eq(deviceSets.name, expectedName)))
      .returning({ id: deviceSets.id });
    if (renamed.length === 0) {
      const [present] = await db.select({ name: deviceSets.name }).from(deviceSets).where(eq(deviceSets.id, id));
      throw present ? staleName(present.name) : setNotFound();
    }
    if (name === expectedName) return;
    await recordAudit(
      { ...ctx, db },
      {
        action: "device-set.rename",
        target: { kind: "device-set", id },
        before: { name: expectedName },
        after: { name },
      },
    );
  });
}

const staleName = (name: string) =>
  new AppError("conflict", "stale_name", `Somebody renamed it meanwhile: it is called ${name} now.`, { name });

export const setNotFound = () =>
  new AppError("not_found", "device_set_not_found", "There is no such device set: it may have been deleted.");
