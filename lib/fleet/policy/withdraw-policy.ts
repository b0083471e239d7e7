import { and, eq, gt, isNull } from "drizzle-orm";
import { z } from "zod";
import { admissionPolicies, changes } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";
import { lapsePolicyProposals } from "./policy-basis";

export const WithdrawPolicy = z.object({ id: z.number().int() });
export type WithdrawPolicy = z.input<typeof WithdrawPolicy>;

/** A gateway that misses the hint asks again within this time; later than that, some would switch and some would not. */
export const withdrawLeadSeconds = 10;

/**
 * Calls back a policy that has not taken effect. Throws AppError policy_not_found, and conflict policy_in_force when it has, or is
 * about to: then a new policy is set in its place, with an estimate of its own.
 */
export async function withdrawPolicy(ctx: Ctx, input: WithdrawPolicy): Promise<void> {
  requirePermission(ctx.actor, "policy.write");
  const { id } = parseInput(WithdrawPolicy, input);
  const latest = new Date(ctx.now.getTime() + withdrawLeadSeconds * 1_000);
  await ctx.db.transaction(async (db) => {
    const [policy] = await db
      .update(admissionPolicies)
      .set({ withdrawnAt: ctx.now })
      .where(
        and(
          eq(admissionPolicies.id, id),
          isNull(admissionPolicies.withdrawnAt),
          gt(admissionPolicies.effectiveAt, latest),
        ),
      )
      .returning({ id: admissionPolicies.id, effectiveAt: admissionPolicies.effectiveAt });
    if (!policy) {
      const [found] = await db.select().from(admissionPolicies).where(eq(admissionPolicies.id, id));
      if (!found) throw new AppError("not_found", "policy_not_found", "There is no such policy.");
      throw new AppError(
        "conflict",
        "policy_in_force",
        "It has taken effect, is about to, or was withdrawn already: set a new policy in its place.",
      );
    }
    await db
      .update(changes)
      .set({ deletedAt: ctx.now, updatedAt: ctx.now })
      .where(and(eq(changes.policyId, id), isNull(changes.deletedAt)));
    await lapsePolicyProposals({ ...ctx, db }, `policy ${id} was withdrawn`);
    await recordAudit({ ...ctx, db }, { action: "policy.withdraw", target: { kind: "policy", id: String(id) } });
    await recordDomainEvent(
      { db, now: ctx.now },
      { kind: "policy.withdrawn", title: `Withdrew policy ${id}`, happenedAt: ctx.now, subjects: { policy: id } },
    );
    await notifyInTransaction(db, { kind: "policy" });
  });
}
