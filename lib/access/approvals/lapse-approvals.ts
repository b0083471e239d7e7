import { and, eq, isNull } from "drizzle-orm";
import { approvals } from "@/db/schema/access";
import { recordAudit } from "@/lib/audit/record-audit";
import type { TransactionCtx } from "@/lib/context";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import type { ApprovalKind } from "./approval-kinds";

type What = { kind: ApprovalKind; targetId: string; why: string };

/** Ends whatever was proposed or approved for a thing that changes in this transaction: it was decided upon what is no more. */
export async function lapseApprovals(ctx: TransactionCtx, { kind, targetId, why }: What): Promise<void> {
  const lapsed = await ctx.db
    .update(approvals)
    .set({ endedHow: "lapsed", endedAt: ctx.now, endedWhy: why })
    .where(and(eq(approvals.kind, kind), eq(approvals.targetId, targetId), isNull(approvals.endedHow)))
    .returning({ id: approvals.id, title: approvals.title });
  for (const { id, title } of lapsed) {
    await recordAudit(ctx, { action: "approval.lapse", target: { kind: "approval", id }, after: { kind, title, why } });
    await notifyInTransaction(ctx.db, { kind: "approval", id });
  }
}
