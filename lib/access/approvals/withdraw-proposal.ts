import { and, eq, isNull } from "drizzle-orm";
import { approvals } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";
import { ApprovalId } from "./approval-id";
import { refuseByState } from "./refuse-by-state";

/** Takes one's own proposal back, approved or not. Throws AppError "not_your_proposal", "approval_not_found" or "approval_<state>". */
export async function withdrawProposal(ctx: Ctx, input: string): Promise<void> {
  requirePermission(ctx.actor, "approval.read");
  const id = parseInput(ApprovalId, input);
  await ctx.db.transaction(async (db) => {
    const [found] = await db.select({ proposedBy: approvals.proposedBy }).from(approvals).where(eq(approvals.id, id));
    if (found && found.proposedBy !== ctx.actor.id) {
      throw new AppError(
        "forbidden",
        "not_your_proposal",
        "Only whoever proposed it can withdraw it; you can reject it.",
      );
    }
    const [ended] = await db
      .update(approvals)
      .set({ endedHow: "withdrawn", endedAt: ctx.now, endedBy: ctx.actor.id, endedByName: ctx.actor.name })
      .where(and(eq(approvals.id, id), isNull(approvals.endedHow)))
      .returning({ kind: approvals.kind, title: approvals.title });
    if (!ended) return refuseByState(db, id, ctx.now);
    await recordAudit({ ...ctx, db }, { action: "approval.withdraw", target: { kind: "approval", id }, before: ended });
    await notifyInTransaction(db, { kind: "approval", id });
  });
}
