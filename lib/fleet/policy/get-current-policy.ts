import { and, desc, isNull, lte } from "drizzle-orm";
import { admissionPolicies } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import type { Policy } from "./policy";

/** The policy in force at ctx.now; null while none was ever set: everybody is let in. */
export async function getCurrentPolicy(ctx: Ctx): Promise<Policy | null> {
  requirePermission(ctx.actor, "policy.read");
  const [row] = await ctx.db
    .select()
    .from(admissionPolicies)
    .where(and(isNull(admissionPolicies.withdrawnAt), lte(admissionPolicies.effectiveAt, ctx.now)))
    .orderBy(desc(admissionPolicies.effectiveAt), desc(admissionPolicies.id))
    .limit(1);
  // savePolicy alone writes modes and the estimate.
  return (row as Policy | undefined) ?? null;
}
