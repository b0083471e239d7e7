import type { Approval } from "@/lib/access/approvals/approval";
import type { ApprovalKind } from "@/lib/access/approvals/approval-kinds";
import { RevokeTokens, revokeTokens } from "@/lib/access/tokens/revoke-token";
import { AssignRole, assignRole } from "@/lib/access/users/assign-role";
import type { Ctx } from "@/lib/context";
import { type SavePolicy, savePolicy } from "@/lib/fleet/policy/save-policy";

type Act = (ctx: Ctx, approval: Approval) => Promise<string>;

/** How each kind of approved act is carried out, with what was approved and nothing else; answers the page that shows it. */
export const actOf: Record<ApprovalKind, Act> = {
  "policy.enforce": async (ctx, { id, input }) => {
    // Proposed through the same schema; whatever else it is, the act refuses it.
    await savePolicy(ctx, { ...(input as SavePolicy), approvalId: id });
    return "/fleet/policy";
  },
  "token.revoke-many": async (ctx, { id, input }) => {
    await revokeTokens(ctx, { ...RevokeTokens.parse(input), approvalId: id });
    return "/settings/tokens?status=revoked";
  },
  "user.assign-role": async (ctx, { id, input, targetId }) => {
    await assignRole(ctx, { ...AssignRole.parse(input), approvalId: id });
    return `/settings/users/${targetId}`;
  },
};
