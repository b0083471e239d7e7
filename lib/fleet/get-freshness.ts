import { desc } from "drizzle-orm";
import { rollCalls } from "@/db/schema/presence";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";

export type Freshness = { minute: number; rolledAt: Date };

/** The newest minute that roll call has closed, and when it did; null before the first. */
export async function getFreshness(ctx: Pick<Ctx, "db" | "actor">): Promise<Freshness | null> {
  requirePermission(ctx.actor, "fleet.read");
  const [row] = await ctx.db
    .select({ minute: rollCalls.minute, rolledAt: rollCalls.rolledAt })
    .from(rollCalls)
    .orderBy(desc(rollCalls.minute))
    .limit(1);
  return row ?? null;
}
