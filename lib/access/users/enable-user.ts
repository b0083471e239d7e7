import { and, eq, isNotNull } from "drizzle-orm";
import { users } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { requireFreshSignIn } from "@/lib/access/sessions/require-fresh-sign-in";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { UserId } from "./user-id";

/**
 * Lets somebody sign in again, with the role that they had; ended sessions stay ended. Gives rights, and so wants a fresh sign-in. Throws AppError
 * "user_not_found", "user_enabled" for one who may already.
 */
export async function enableUser(ctx: Ctx, userId: string): Promise<void> {
  requirePermission(ctx.actor, "user.write");
  const id = parseInput(UserId, userId);
  await requireFreshSignIn(ctx);
  await ctx.db.transaction(async (tx) => {
    const [enabled] = await tx
      .update(users)
      .set({ disabledAt: null })
      .where(and(eq(users.id, id), isNotNull(users.disabledAt)))
      .returning({ role: users.role });
    if (!enabled) {
      const [found] = await tx.select({ id: users.id }).from(users).where(eq(users.id, id));
      if (!found) throw new AppError("not_found", "user_not_found", "There is no such user.");
      throw new AppError("conflict", "user_enabled", "This user is enabled already.");
    }
    await recordAudit(
      { ...ctx, db: tx },
      { action: "user.enable", target: { kind: "user", id }, after: { role: enabled.role } },
    );
  });
}
