import { and, eq, gt, isNotNull, isNull, not, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { approvals, users } from "@/db/schema/access";
import { type Permission, permissions, type Role } from "@/lib/access/permissions";
import { requireFreshSignIn } from "@/lib/access/sessions/require-fresh-sign-in";
import { samePerson } from "@/lib/access/users/same-person";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { TransactionCtx } from "@/lib/context";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { type ApprovalKind, approvalKinds } from "./approval-kinds";
import { refuseByState } from "./refuse-by-state";

type Act = {
  kind: ApprovalKind;
  /** Undefined: whoever acts has none. */
  approvalId: string | undefined;
  /** What the act is called with, and the records it rests on as they are now; both as they were approved, or it lapses. */
  input: unknown;
  basis: unknown;
};

/**
 * The second person's approval of a dangerous act, used up in the act's own transaction by one conditional UPDATE: of two who carry it out at
 * once, one does. Wants a fresh sign-in. Muster's own operator at the command line passes. Throws AppError "approval_needed",
 * "approval_lapsed" when input or basis are not what was approved or either person may no longer, else "approval_<state>".
 */
export async function consumeApproval(ctx: TransactionCtx, act: Act): Promise<void> {
  const { db, actor, now } = ctx;
  if (actor.kind === "system") return;
  await requireFreshSignIn(ctx);
  const { kind, approvalId } = act;
  if (!approvalId) {
    throw new AppError("forbidden", "approval_needed", "A second person has to approve this first.", {
      approval: kind,
    });
  }
  const [used] = await db
    .update(approvals)
    .set({ endedHow: "carried_out", endedAt: now, endedBy: actor.id, endedByName: actor.name })
    .where(
      and(
        eq(approvals.id, approvalId),
        eq(approvals.kind, kind),
        isNotNull(approvals.approvedAt),
        // Also where the two accounts were found to be one person's after the approval.
        not(samePerson(approvals.proposedBy, approvals.approvedBy)),
        isNull(approvals.endedHow),
        gt(approvals.expiresAt, now),
        sameJson(approvals.input, act.input),
        sameJson(approvals.basis, act.basis),
        holderMay(approvals.proposedBy, approvalKinds[kind].propose),
        holderMay(approvals.approvedBy, approvalKinds[kind].approve),
      ),
    )
    .returning({ title: approvals.title, proposedBy: approvals.proposedByName, approvedBy: approvals.approvedByName });
  if (!used) return refuse(ctx, approvalId);
  await recordAudit(ctx, { action: "approval.carry-out", target: { kind: "approval", id: approvalId }, after: used });
  await notifyInTransaction(db, { kind: "approval", id: approvalId });
}

/** jsonb compares by meaning: order of keys and white space are none of it. */
const sameJson = (column: AnyPgColumn, value: unknown): SQL => sql`${column} = ${JSON.stringify(value)}::text::jsonb`;

/** Whoever proposed or approved is still somebody who may. */
function holderMay(column: AnyPgColumn, permission: Permission): SQL {
  const roles: readonly Role[] = permissions[permission];
  const list = sql.join(
    roles.map((role) => sql`${role}`),
    sql`, `,
  );
  return sql`exists (select from ${users} where ${users.id}::text = ${column} and ${users.disabledAt} is null and ${users.role} in (${list}))`;
}

async function refuse(ctx: TransactionCtx, id: string): Promise<never> {
  const [row] = await ctx.db
    .select({
      isUsable: sql<boolean>`${approvals.approvedAt} is not null and ${approvals.endedHow} is null and ${approvals.expiresAt} > ${ctx.now.toISOString()}::timestamptz`,
    })
    .from(approvals)
    .where(eq(approvals.id, id));
  if (!row?.isUsable) return refuseByState(ctx.db, id, ctx.now);
  throw new AppError(
    "conflict",
    "approval_lapsed",
    "What was approved is no longer what would be done, or whoever proposed or approved it no longer may: propose it again.",
  );
}
