import { EstimateView } from "@/app/(dashboard)/fleet/policy/estimate-view";
import { Time } from "@/components/ui/time";
import type { Approval } from "@/lib/access/approvals/approval";
import { leadSeconds } from "@/lib/fleet/policy/earliest-effect";
import type { PolicyEstimate } from "@/lib/fleet/policy/policy-estimate";
import { SavePolicy } from "@/lib/fleet/policy/save-policy";

/** When the policy takes effect, and whom it turns away, as it was when it was proposed. */
export function PolicyMatter({ approval }: { approval: Approval }) {
  const input = SavePolicy.safeParse(approval.input);
  const effectiveAt = input.data?.draft.effectiveAt;
  return (
    <div className="grid gap-2">
      {input.success ? (
        <p>
          Takes effect{" "}
          {effectiveAt ? (
            <Time at={effectiveAt.getTime()} form="absolute" />
          ) : (
            `${leadSeconds} s after it is carried out, whenever that is while the approval holds`
          )}
          .
        </p>
      ) : null}
      <p className="text-muted">
        The estimate as it was when this was proposed. When it is carried out, it is made anew: a number that has moved
        by more than 1 %, or a calendar entry that is not among these, ends the approval.
      </p>
      {/* proposePolicy alone writes the figures of this kind. */}
      {approval.figures ? <EstimateView estimate={approval.figures as PolicyEstimate} /> : null}
    </div>
  );
}
