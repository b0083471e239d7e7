import { and, eq, isNull } from "drizzle-orm";
import { approvals } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { requireFreshSignIn } from "@/lib/access/sessions/require-fresh-sign-in";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx, TransactionCtx } from "@/lib/context";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { approvalLastsMs } from "./approval";
import { type ApprovalKind, approvalKinds } from "./approval-kinds";
import { recordApprovalEvent } from "./record-approval-event";

export type Proposal = {
  kind: ApprovalKind;
  /** What it acts on; another proposal of the same person for it takes this one's place. */
  targetId: string;
  title: string;
  /** Plain JSON, without secrets: the approver reads it. */
  input: unknown;
  basis: unknown;
  figures?: unknown;
  reason?: string | null;
};

/**
 * Lays an act before a second person. Wants a fresh sign-in of whoever proposes it. Returns the proposal's id. The feature that the act belongs
 * to calls this after it has checked the act as if it were done now.
 */
export async function proposeApproval(ctx: Ctx, proposal: Proposal): Promise<string> {
  requirePermission(ctx.actor, approvalKinds[proposal.kind].propose);
  const { kind, targetId, title, reason } = proposal;
  await requireFreshSignIn(ctx);
  return ctx.db.transaction(async (db) => {
    await withdrawOlder({ ...ctx, db }, { kind, targetId });
    const [row] = await db
      .insert(approvals)
      .values({
        kind,
        targetId,
        title,
        input: proposal.input,
        basis: proposal.basis,
        figures: proposal.figures ?? null,
        incident: ctx.incident ?? null,
        reason: reason ?? null,
        proposedBy: ctx.actor.id,
        proposedByName: ctx.actor.name,
        proposedAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + approvalLastsMs),
      })
      .returning({ id: approvals.id });
    if (!row) throw new Error("An insert returned no row.");
    await recordAudit(
      { ...ctx, db },
      {
        action: "approval.propose",
        target: { kind: "approval", id: row.id },
        after: { kind, targetId, title, input: proposal.input, reason: reason ?? null },
      },
    );
    await recordApprovalEvent({ ...ctx, db }, "approval.proposed", { id: row.id, kind });
    await notifyInTransaction(db, { kind: "approval", id: row.id });
    return row.id;
  });
}

async function withdrawOlder(
  ctx: TransactionCtx,
  { kind, targetId }: Pick<Proposal, "kind" | "targetId">,
): Promise<void> {
  const { db, actor, now } = ctx;
  const why = "proposed anew";
  const older = await db
    .update(approvals)
    .set({ endedHow: "withdrawn", endedAt: now, endedBy: actor.id, endedByName: actor.name, endedWhy: why })
    .where(
      and(
        eq(approvals.kind, kind),
        eq(approvals.targetId, targetId),
        eq(approvals.proposedBy, actor.id),
        isNull(approvals.endedHow),
      ),
    )
    .returning({ id: approvals.id, title: approvals.title });
  for (const { id, title } of older) {
    const before = { kind, title };
    await recordAudit(ctx, { action: "approval.withdraw", target: { kind: "approval", id }, before, after: { why } });
  }
}
