import { z } from "zod";
import type { Transaction } from "@/db/client";
import { admissionPolicies, changes } from "@/db/schema/fleet";
import { consumeApproval } from "@/lib/access/approvals/consume-approval";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";
import { requireConfirmed } from "../devices/require-confirmed";
import { checkEffect } from "./check-effect";
import { describePolicy } from "./describe-policy";
import { enforces } from "./enforces";
import { estimatePolicy } from "./estimate-policy";
import { type Policy, PolicyDraft } from "./policy";
import { lapsePolicyProposals, policyBasis } from "./policy-basis";
import type { PolicyEstimate } from "./policy-estimate";
import { requireKnownCalendar } from "./require-known-calendar";

export const SavePolicy = z.object({
  draft: PolicyDraft,
  /** The number of devices of the last 24 hours that would be turned away, as it was read; needed to enforce. */
  confirmedDevices: z.number().int().nonnegative().optional(),
  /** A second person's approval; needed to enforce. */
  approvalId: z.uuid().optional(),
});
export type SavePolicy = z.input<typeof SavePolicy>;

/**
 * Sets a policy, at least 30 s ahead, with its estimate and its entry in the calendar. Throws AppError too_soon, and where it
 * enforces confirmation_needed, count_changed when a fresh estimate is far from the number that was typed, approval_lapsed when the calendar
 * holds what the approver did not read, and what consumeApproval throws.
 */
export async function savePolicy(ctx: Ctx, input: SavePolicy): Promise<Policy> {
  requirePermission(ctx.actor, "policy.write");
  const { draft, confirmedDevices, approvalId } = parseInput(SavePolicy, input);
  const effectiveAt = checkEffect(draft.effectiveAt, ctx.now);
  const estimate = await estimatePolicy(ctx, { ...draft, effectiveAt });
  if (enforces(draft)) requireConfirmed(confirmedDevices, estimate.turnedAway.last24Hours.devices);
  return ctx.db.transaction(async (db) => {
    if (enforces(draft)) {
      const approved = { input: { draft, confirmedDevices }, basis: await policyBasis(db) };
      await consumeApproval({ ...ctx, db }, { kind: "policy.enforce", approvalId, ...approved });
      await requireKnownCalendar(db, approvalId, estimate.changes);
    }
    await lapsePolicyProposals({ ...ctx, db }, "another policy was set");
    const [policy] = await db
      .insert(admissionPolicies)
      .values({ ...draft, effectiveAt, estimate, createdBy: ctx.actor.name, createdAt: ctx.now })
      .returning();
    if (!policy) throw new Error("an insert returned no row");
    await recordPolicy({ ...ctx, db }, policy as Policy, estimate); // the row as it was just written
    return policy as Policy;
  });
}

async function recordPolicy(ctx: Omit<Ctx, "db"> & { db: Transaction }, policy: Policy, estimate: PolicyEstimate) {
  const title = `Policy ${policy.id}: ${describePolicy(policy)}`;
  const { estimate: _, ...kept } = policy;
  const { turnedAway, reported, against } = estimate;
  const [change] = await ctx.db
    .insert(changes)
    .values({
      kind: "policy",
      title,
      description: policy.note,
      startsAt: policy.effectiveAt,
      policyId: policy.id,
      createdBy: ctx.actor.name,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .returning({ id: changes.id });
  await recordAudit(ctx, { action: "policy.set", target: { kind: "policy", id: String(policy.id) }, after: kept });
  await recordDomainEvent(ctx, {
    kind: "policy.set",
    title,
    happenedAt: policy.effectiveAt,
    subjects: { policy: policy.id },
    figures: { turnedAway, reported, against, estimatedAt: estimate.at },
  });
  await notifyInTransaction(ctx.db, { kind: "policy" });
  if (change) await notifyInTransaction(ctx.db, { kind: "change", id: change.id });
}
