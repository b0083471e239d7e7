import type { Approval } from "@/lib/access/approvals/approval";
import { may } from "@/lib/access/permissions";
import { RevocationFigures } from "@/lib/access/tokens/propose-revocation";
import type { Ctx } from "@/lib/context";
import { PolicyMatter } from "./policy-matter";
import { RevocationList } from "./revocation-list";
import { RoleMatter } from "./role-matter";

/** What is to be decided upon. */
export function ApprovalMatter({ approval, ctx }: { approval: Approval; ctx: Ctx }) {
  if (approval.kind === "policy.enforce") return <PolicyMatter approval={approval} />;
  if (approval.kind === "user.assign-role") {
    return may(ctx.actor, "user.read") ? <RoleMatter approval={approval} ctx={ctx} /> : null;
  }
  if (!may(ctx.actor, "token.read")) return null;
  const figures = RevocationFigures.safeParse(approval.figures);
  return figures.success ? <RevocationList figures={figures.data} /> : null;
}
