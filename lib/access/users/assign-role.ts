import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/access";
import { consumeApproval } from "@/lib/access/approvals/consume-approval";
import { lapseApprovals } from "@/lib/access/approvals/lapse-approvals";
import { requirePermission, roles } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { type UserRow, userColumns, userRow } from "./list-users";
import { keepAnAdmin, lockAdmins } from "./lock-admins";
import { roleBasis } from "./role-basis";
import { isSamePerson } from "./same-person";
import { UserId } from "./user-id";

export const AssignRole = z.object({
  id: UserId,
  /** Null: what the groups of the provider name. */
  role: z.enum(roles).nullable(),
  /** The role that whoever decides saw. */
  expectedRole: z.enum(roles).nullable(),
  /** A second person's approval. */
  approvalId: z.uuid().optional(),
});

/**
 * Sets the role of somebody else in place of what their groups name, or lifts it again; it holds from their next request on. Wants a fresh
 * sign-in and a second person's approval. Throws what consumeApproval throws, and AppError "user_not_found", "own_role", "last_admin", and "user_changed" when their role is not `expectedRole` any more.
 */
export async function assignRole(ctx: Ctx, input: z.input<typeof AssignRole>): Promise<void> {
  requirePermission(ctx.actor, "user.write");
  const { id, role, expectedRole, approvalId } = parseInput(AssignRole, input);
  await ctx.db.transaction(async (tx) => {
    const admins = await lockAdmins(tx, ctx.actor);
    // Behind the lock, for which whoever links accounts waits too.
    if (await isSamePerson(tx, id, ctx.actor.id))
      throw new AppError("conflict", "own_role", "Another admin has to change your role.");
    const before = await lockUser(tx, id);
    if (before.role !== expectedRole) throw changed();
    const approved = { input: { id, role, expectedRole }, basis: roleBasis(before) };
    await consumeApproval({ ...ctx, db: tx }, { kind: "user.assign-role", approvalId, ...approved });
    await lapseApprovals(
      { ...ctx, db: tx },
      { kind: "user.assign-role", targetId: id, why: "their role was changed meanwhile" },
    );
    const after = role ?? before.groupRole ?? before.role;
    if (after !== "admin") keepAnAdmin(admins, id);
    const [updated] = await tx
      .update(users)
      .set({ assignedRole: role, role: after ?? undefined })
      .where(and(eq(users.id, id), expectedRole ? eq(users.role, expectedRole) : undefined))
      .returning({ role: users.role });
    if (!updated) throw changed();
    await recordAudit(
      { ...ctx, db: tx },
      {
        action: "user.assign-role",
        target: { kind: "user", id },
        before: { role: before.role, assignedRole: before.assignedRole },
        after: { role: updated.role, assignedRole: role },
      },
    );
  });
}

async function lockUser(tx: Transaction, id: string): Promise<UserRow> {
  const [row] = await tx.select(userColumns).from(users).where(eq(users.id, id)).for("update");
  if (!row) throw new AppError("not_found", "user_not_found", "There is no such user.");
  return userRow(row);
}

const changed = () =>
  new AppError("conflict", "user_changed", "This role was changed meanwhile. Look at it again before you decide.");
