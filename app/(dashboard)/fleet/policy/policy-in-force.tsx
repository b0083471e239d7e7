import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { describePolicy } from "@/lib/fleet/policy/describe-policy";
import type { Policy } from "@/lib/fleet/policy/policy";
import { EffectLine } from "./effect-line";
import { PolicyRules } from "./policy-rules";
import { WithdrawButton } from "./withdraw-button";

type Props = { current: Policy | null; upcoming: Policy[]; mayWithdraw: boolean };

/** The rules that gateways apply now, and those that they will go over to. */
export function PolicyInForce({ current, upcoming, mayWithdraw }: Props) {
  return (
    <section aria-labelledby="in-force" className="grid gap-3">
      <h2 id="in-force" className="font-semibold text-body">
        In force
      </h2>
      <div className="grid gap-4 rounded-lg border border-line bg-surface p-4">
        {current ? (
          <p className="text-table">
            Policy {current.id}, since <Time at={current.effectiveAt} />, set by {current.createdBy}
            {current.note ? `: ${current.note}` : "."}
          </p>
        ) : (
          <p className="text-table">No policy was ever set: every device that calls is let in.</p>
        )}
        <PolicyRules policy={current} />
      </div>
      {upcoming.map((policy) => (
        <div
          key={policy.id}
          className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-surface p-4"
        >
          <div className="grid gap-1">
            <p className="flex flex-wrap items-center gap-2">
              <Badge tone="warn">Upcoming</Badge>
              <span className="font-medium">Policy {policy.id}</span>
              <span>takes effect</span>
              <Time at={policy.effectiveAt} />
            </p>
            <p className="text-muted text-table">
              {describePolicy(policy)}
              {policy.estimate ? (
                <>
                  {" · "}
                  <EffectLine estimate={policy.estimate} />, estimated <Time at={policy.estimate.at} />
                </>
              ) : null}
            </p>
          </div>
          {mayWithdraw ? <WithdrawButton id={policy.id} /> : null}
        </div>
      ))}
    </section>
  );
}
