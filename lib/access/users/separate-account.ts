import { and, eq, isNotNull } from "drizzle-orm";
import { users } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { requireFreshSignIn } from "@/lib/access/sessions/require-fresh-sign-in";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockAdmins } from "./lock-admins";
import { isSamePerson } from "./same-person";
import { UserId } from "./user-id";

/**
 * Says that an account is not the same person's as others after all. Gives rights, and so wants a fresh sign-in and somebody else than that person:
 * whoever has two accounts would else approve their own proposals in two steps. Throws what lockAdmins throws, and AppError "user_not_linked", "own_account".
 */
export async function separateAccount(ctx: Ctx, userId: string): Promise<void> {
  requirePermission(ctx.actor, "user.write");
  const id = parseInput(UserId, userId);
  await requireFreshSignIn(ctx);
  await ctx.db.transaction(async (tx) => {
    // Nobody links the account with the caller's between the question and the act.
    await lockAdmins(tx, ctx.actor);
    if (await isSamePerson(tx, id, ctx.actor.id)) {
      throw new AppError(
        "forbidden",
        "own_account",
        "It is one of your own accounts: another admin has to separate it.",
      );
    }
    const [separated] = await tx
      .update(users)
      .set({ personId: null })
      .where(and(eq(users.id, id), isNotNull(users.personId)))
      .returning({ id: users.id });
    if (!separated) throw new AppError("conflict", "user_not_linked", "This account is linked with no other.");
    await recordAudit({ ...ctx, db: tx }, { action: "user.separate", target: { kind: "user", id } });
  });
}
