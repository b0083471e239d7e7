import { and, eq, gt, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { approvals } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { requireFreshSignIn } from "@/lib/access/sessions/require-fresh-sign-in";
import { isSamePerson } from "@/lib/access/users/same-person";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx, IncidentCause } from "@/lib/context";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";
import { ApprovalId } from "./approval-id";
import { type ApprovalKind, approvalKinds } from "./approval-kinds";
import { recordApprovalEvent } from "./record-approval-event";
import { refuseByState } from "./refuse-by-state";

export const DecideApproval = z
  .object({
    id: ApprovalId,
    decision: z.enum(["approve", "reject"]),
    reason: z.string().trim().max(500, "at most 500 characters").optional(),
  })
  .refine(({ decision, reason }) => decision === "approve" || reason, { path: ["reason"], message: "say why" });

/**
 * Approves or rejects what somebody else proposed. Wants a person who has just signed in and may approve this kind. Throws AppError
 * "approval_not_found", "own_proposal", "own_role" for whoever it is about, "same_person" for another account of the
 * proposer's (samePerson), and "approval_<state>" when it is not open any more.
 */
export async function decideApproval(ctx: Ctx, input: z.input<typeof DecideApproval>): Promise<void> {
  requirePermission(ctx.actor, "approval.read");
  const { id, decision, reason } = parseInput(DecideApproval, input);
  const kind = await kindOf(ctx, id);
  requirePermission(ctx.actor, approvalKinds[kind].approve);
  if (ctx.actor.kind !== "user") {
    throw new AppError("forbidden", "person_needed", "This needs a person who signs in: nobody else can decide it.");
  }
  await requireFreshSignIn(ctx);
  const { actor, now } = ctx;
  await ctx.db.transaction(async (db) => {
    const [decided] = await db
      .update(approvals)
      .set(
        decision === "approve"
          ? { approvedBy: actor.id, approvedByName: actor.name, approvedAt: now }
          : {
              endedHow: "rejected",
              endedAt: now,
              endedBy: actor.id,
              endedByName: actor.name,
              endedWhy: reason ?? null,
            },
      )
      .where(
        and(
          eq(approvals.id, id),
          ne(approvals.proposedBy, actor.id),
          isNull(approvals.approvedAt),
          isNull(approvals.endedHow),
          gt(approvals.expiresAt, now),
        ),
      )
      .returning({
        title: approvals.title,
        targetId: approvals.targetId,
        proposedBy: approvals.proposedBy,
        incident: approvals.incident,
      });
    if (!decided) await refuse({ ...ctx, db }, id);
    if (kind === "user.assign-role" && decided && (await isSamePerson(db, decided.targetId, actor.id))) {
      throw new AppError("forbidden", "own_role", "It is your own role: somebody else has to decide.");
    }
    if (decided && decision === "approve" && (await isSamePerson(db, decided.proposedBy, actor.id)))
      throw samePersonError();
    await recordAudit(
      { ...ctx, db },
      { action: `approval.${decision}`, target: { kind: "approval", id }, after: { kind, ...decided, reason } },
    );
    // Only proposeApproval writes the column.
    const incident = decided?.incident as IncidentCause | null | undefined;
    await recordApprovalEvent(
      { db, now, ...(incident ? { incident } : {}) },
      decision === "approve" ? "approval.approved" : "approval.rejected",
      {
        id,
        kind,
      },
    );
    await notifyInTransaction(db, { kind: "approval", id });
  });
}

const samePersonError = () =>
  new AppError(
    "forbidden",
    "same_person",
    "Your account is the proposer's too, or has the same e-mail address: somebody else has to decide.",
  );

async function kindOf(ctx: Ctx, id: string): Promise<ApprovalKind> {
  const [row] = await ctx.db.select({ kind: approvals.kind }).from(approvals).where(eq(approvals.id, id));
  if (!row) throw new AppError("not_found", "approval_not_found", "There is no such proposal.");
  return row.kind as ApprovalKind; // only proposeApproval writes it
}

async function refuse(ctx: Omit<Ctx, "db"> & { db: Transaction }, id: string): Promise<never> {
  const [row] = await ctx.db.select({ proposedBy: approvals.proposedBy }).from(approvals).where(eq(approvals.id, id));
  if (row?.proposedBy === ctx.actor.id) {
    throw new AppError("forbidden", "own_proposal", "You proposed it: a second person has to decide.");
  }
  return refuseByState(ctx.db, id, ctx.now);
}
