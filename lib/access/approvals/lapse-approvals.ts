import { and, eq, isNull, type SQL } from "drizzle-orm";
import { approvals } from "@/db/schema/access";
import { recordAudit } from "@/lib/audit/record-audit";
import type { TransactionCtx } from "@/lib/context";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import type { ApprovalKind } from "./approval-kinds";

type What = { kind: ApprovalKind; targetId: string; why: string };

/** Ends whatever was proposed or approved for a thing that changes in this transaction: it was decided upon what is no more. */
export const lapseApprovals = (ctx: TransactionCtx, { kind, targetId, why }: What): Promise<void> =>
  lapseWhere(ctx, and(eq(approvals.kind, kind), eq(approvals.targetId, targetId)), why);

/** The same for one proposal. */
export const lapseApproval = (ctx: TransactionCtx, id: string, why: string): Promise<void> =>
  lapseWhere(ctx, eq(approvals.id, id), why);

async function lapseWhere(ctx: TransactionCtx, which: SQL | undefined, why: string): Promise<void> {
  const lapsed = await ctx.db
    .update(approvals)
    .set({ endedHow: "lapsed", endedAt: ctx.now, endedWhy: why })
    .where(and(which, isNull(approvals.endedHow)))
    .returning({ id: approvals.id, kind: approvals.kind, title: approvals.title });
  for (const { id, ...what } of lapsed) {
    await recordAudit(ctx, { action: "approval.lapse", target: { kind: "approval", id }, after: { ...what, why } });
    await notifyInTransaction(ctx.db, { kind: "approval", id });
  }
}
