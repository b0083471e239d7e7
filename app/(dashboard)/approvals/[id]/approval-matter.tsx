import { EstimateView } from "@/app/(dashboard)/fleet/policy/estimate-view";
import type { Approval } from "@/lib/access/approvals/approval";
import { RevocationFigures } from "@/lib/access/tokens/propose-revocation";
import type { PolicyEstimate } from "@/lib/fleet/policy/policy-estimate";
import { RevocationList } from "./revocation-list";

/** What is to be decided upon, as it was when it was proposed. */
export function ApprovalMatter({ approval, maySeeTokens }: { approval: Approval; maySeeTokens: boolean }) {
  if (approval.kind === "policy.enforce" && approval.figures) {
    return (
      <div className="grid gap-2">
        <p className="text-muted">
          The estimate as it was when this was proposed. When it is carried out, it is made anew, and a number that has
          moved by more than 1 % ends the approval.
        </p>
        {/* proposePolicy alone writes the figures of this kind. */}
        <EstimateView estimate={approval.figures as PolicyEstimate} />
      </div>
    );
  }
  if (approval.kind === "token.revoke-many" && maySeeTokens) {
    const figures = RevocationFigures.safeParse(approval.figures);
    return figures.success ? <RevocationList figures={figures.data} /> : null;
  }
  return null;
}
