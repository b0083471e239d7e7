import { proposeApproval } from "@/lib/access/approvals/propose-approval";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { requireConfirmed } from "../devices/require-confirmed";
import { checkEffect } from "./check-effect";
import { describePolicy } from "./describe-policy";
import { enforces } from "./enforces";
import { estimatePolicy } from "./estimate-policy";
import { policyBasis, policyTarget } from "./policy-basis";
import { policyEffect } from "./policy-effect";
import { SavePolicy } from "./save-policy";

/**
 * Lays a policy that enforces before a second person, with its estimate as it is now; savePolicy carries it out. Returns the
 * proposal's id. Throws AppError as savePolicy does, and approval_not_needed for a policy that turns nobody away.
 */
export async function proposePolicy(ctx: Ctx, input: SavePolicy): Promise<string> {
  requirePermission(ctx.actor, "policy.write");
  const { draft, confirmedDevices } = parseInput(SavePolicy, input);
  if (!enforces(draft)) {
    throw new AppError(
      "unprocessable",
      "approval_not_needed",
      "It turns nobody away: it can be set without a second person.",
    );
  }
  const effectiveAt = checkEffect(draft.effectiveAt, ctx.now);
  const estimate = await estimatePolicy(ctx, { ...draft, effectiveAt });
  requireConfirmed(confirmedDevices, estimate.turnedAway.last24Hours.devices);
  return proposeApproval(ctx, {
    kind: "policy.enforce",
    targetId: policyTarget,
    title: `${policyEffect(estimate) === "loosens" ? "Loosen" : "Enforce"}: ${describePolicy(draft)}`,
    input: { draft, confirmedDevices },
    basis: await policyBasis(ctx.db),
    figures: estimate,
    reason: draft.note,
  });
}
