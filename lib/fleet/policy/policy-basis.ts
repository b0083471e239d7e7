import { desc, isNull } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { admissionPolicies } from "@/db/schema/fleet";
import { lapseApprovals } from "@/lib/access/approvals/lapse-approvals";
import type { TransactionCtx } from "@/lib/context";

/** The one thing that proposals of policies act on: admission to the fleet. */
export const policyTarget = "admission";

/** What a new policy is decided upon: the one that it would follow. */
export async function policyBasis(db: Database | Transaction): Promise<{ follows: number | null }> {
  const [latest] = await db
    .select({ id: admissionPolicies.id })
    .from(admissionPolicies)
    .where(isNull(admissionPolicies.withdrawnAt))
    .orderBy(desc(admissionPolicies.id))
    .limit(1);
  return { follows: latest?.id ?? null };
}

/** Ends the proposals that were decided upon the policy as it was; call it wherever that changes. */
export const lapsePolicyProposals = (ctx: TransactionCtx, why: string): Promise<void> =>
  lapseApprovals(ctx, { kind: "policy.enforce", targetId: policyTarget, why });
