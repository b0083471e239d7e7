import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import type { Approval } from "./approval";
import { approvalKinds } from "./approval-kinds";
import { getApproval } from "./get-approval";
import { lapseApproval } from "./lapse-approvals";

/**
 * Does what was approved: `act` gets the approval, with the incident that it was proposed from, and uses it up in its own transaction. When the act says that the approval has lapsed, that is
 * kept, so that nobody tries again in vain. Throws what getApproval and the act throw.
 */
export async function carryOut<Value>(
  ctx: Ctx,
  id: string,
  act: (ctx: Ctx, approval: Approval) => Promise<Value>,
): Promise<Value> {
  requirePermission(ctx.actor, "approval.read");
  const approval = await getApproval(ctx, id);
  requirePermission(ctx.actor, approvalKinds[approval.kind].propose);
  try {
    return await act(approval.incident ? { ...ctx, incident: approval.incident } : ctx, approval);
  } catch (error) {
    if (error instanceof AppError && lapses.has(error.code)) {
      await ctx.db.transaction((db) => lapseApproval({ ...ctx, db }, approval.id, error.message));
    }
    throw error;
  }
}

/** What acts say when the records are no longer those that were decided upon. */
const lapses = new Set(["approval_lapsed", "count_changed", "user_changed", "too_soon"]);
