import { and, eq, isNull } from "drizzle-orm";
import { approvals } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import type { Approval } from "./approval";
import { approvalKinds } from "./approval-kinds";
import { getApproval } from "./get-approval";

/**
 * Does what was approved: `act` gets the approval and uses it up in its own transaction. When the act says that the approval has lapsed, that is
 * kept, so that nobody tries again in vain. Throws what getApproval and the act throw.
 */
export async function carryOut<Value>(
  ctx: Ctx,
  id: string,
  act: (approval: Approval) => Promise<Value>,
): Promise<Value> {
  requirePermission(ctx.actor, "approval.read");
  const approval = await getApproval(ctx, id);
  requirePermission(ctx.actor, approvalKinds[approval.kind].propose);
  try {
    return await act(approval);
  } catch (error) {
    if (error instanceof AppError && lapses.has(error.code)) await keepLapsed(ctx, approval, error.message);
    throw error;
  }
}

/** What acts say when the records are no longer those that were decided upon. */
const lapses = new Set(["approval_lapsed", "count_changed", "user_changed", "too_soon"]);

async function keepLapsed(ctx: Ctx, { id, kind, title }: Approval, why: string): Promise<void> {
  await ctx.db.transaction(async (db) => {
    const [lapsed] = await db
      .update(approvals)
      .set({ endedHow: "lapsed", endedAt: ctx.now, endedWhy: why })
      .where(and(eq(approvals.id, id), isNull(approvals.endedHow)))
      .returning({ id: approvals.id });
    if (!lapsed) return;
    const target = { kind: "approval", id };
    await recordAudit({ ...ctx, db }, { action: "approval.lapse", target, after: { kind, title, why } });
    await notifyInTransaction(db, { kind: "approval", id });
  });
}
