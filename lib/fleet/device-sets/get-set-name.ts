import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";

/** What a set is called; null for one that is gone. */
export async function getSetName(ctx: Ctx, id: string): Promise<string | null> {
  requirePermission(ctx.actor, "device-set.read");
  const [row] = await ctx.db.$client<{ name: string }[]>`select name from device_sets where id = ${id}::uuid`;
  return row?.name ?? null;
}
