import { desc } from "drizzle-orm";
import { admissionPolicies } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import type { Policy } from "./policy";

const mostPolicies = 200;

export type PolicyPhase = "in_force" | "upcoming" | "past" | "withdrawn";
export type ListedPolicy = Policy & { phase: PolicyPhase };

/** The last 200 policies, the one that takes effect last first. At most one is in force; without one everybody is let in. */
export async function listPolicies(ctx: Ctx): Promise<ListedPolicy[]> {
  requirePermission(ctx.actor, "policy.read");
  const rows = await ctx.db
    .select()
    .from(admissionPolicies)
    .orderBy(desc(admissionPolicies.effectiveAt), desc(admissionPolicies.id))
    .limit(mostPolicies);
  let isFound = false;
  return rows.map((row) => {
    // savePolicy alone writes modes and the estimate.
    const policy = row as Policy;
    if (policy.withdrawnAt) return { ...policy, phase: "withdrawn" as const };
    if (policy.effectiveAt > ctx.now) return { ...policy, phase: "upcoming" as const };
    const phase: PolicyPhase = isFound ? "past" : "in_force";
    isFound = true;
    return { ...policy, phase };
  });
}
