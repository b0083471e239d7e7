import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { sessions, users } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { readTokensOf } from "@/lib/access/tokens/count-tokens-of";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { keepAnAdmin, lockAdmins } from "./lock-admins";
import { UserId } from "./user-id";

/**
 * Keeps somebody out: no sign-in any more, every session ends at once, and the API tokens that they made are refused as long. The tokens that
 * they made for machines go on, since a fleet must not fall silent because a person left: the user's page leads to them. Needs no fresh sign-in, since it takes rights away and may be
 * urgent. Throws AppError "user_not_found", "own_account", "last_admin", "user_disabled" for one who is already.
 */
export async function disableUser(ctx: Ctx, userId: string): Promise<void> {
  requirePermission(ctx.actor, "user.write");
  const id = parseInput(UserId, userId);
  if (id === ctx.actor.id) throw new AppError("conflict", "own_account", "Another admin has to disable you.");
  await ctx.db.transaction(async (tx) => {
    keepAnAdmin(await lockAdmins(tx, ctx.actor), id);
    const [disabled] = await tx
      .update(users)
      .set({ disabledAt: ctx.now })
      .where(and(eq(users.id, id), isNull(users.disabledAt)))
      .returning({ role: users.role });
    if (!disabled) throw await notEnabled(tx, id);
    const ended = await tx
      .update(sessions)
      .set({ endedAt: ctx.now, sealedIdToken: null })
      .where(and(eq(sessions.userId, id), isNull(sessions.endedAt)))
      .returning({ id: sessions.id });
    await recordAudit(
      { ...ctx, db: tx },
      {
        action: "user.disable",
        target: { kind: "user", id },
        before: { role: disabled.role },
        after: { endedSessions: ended.length, tokens: await readTokensOf(tx, id, ctx.now) },
      },
    );
  });
}

async function notEnabled(tx: Transaction, id: string): Promise<AppError> {
  const [found] = await tx.select({ id: users.id }).from(users).where(eq(users.id, id));
  if (!found) return new AppError("not_found", "user_not_found", "There is no such user.");
  return new AppError("conflict", "user_disabled", "This user is disabled already.");
}
