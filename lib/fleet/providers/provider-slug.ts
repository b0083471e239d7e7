import { eq } from "drizzle-orm";
import { providers } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";

/** The name that a provider has in addresses; null where there is none of that id. */
export async function providerSlug(ctx: Pick<Ctx, "db" | "actor">, id: number): Promise<string | null> {
  requirePermission(ctx.actor, "provider.read");
  const [row] = await ctx.db.select({ slug: providers.slug }).from(providers).where(eq(providers.id, id));
  return row?.slug ?? null;
}
