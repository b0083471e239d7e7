import { Badge } from "@/components/ui/badge";
import { reasonLabels } from "@/components/ui/state-look";
import type { AdmissionMode } from "@/lib/fleet/admission";
import type { BlockReason } from "@/lib/fleet/planes";
import type { PolicyDraft } from "@/lib/fleet/policy/policy";

type Rules = Pick<PolicyDraft, "minimumAgent" | "agentMode" | "legacyTokenMode" | "verificationMode">;
const modeWords: Record<AdmissionMode, string> = {
  off: "Off",
  report: "Reported, still let in",
  enforce: "Enforced: turned away",
};
const modeTones = { off: "neutral", report: "warn", enforce: "outline" } as const;

/** The three rules, each with what happens to who does not keep it. */
export function PolicyRules({ policy }: { policy: Rules | null }) {
  const rules: { reason: BlockReason; rule: string; mode: AdmissionMode }[] = [
    {
      reason: "outdated_agent",
      rule: policy?.minimumAgent ? `Agent ${policy.minimumAgent} or later` : "No lowest agent",
      mode: policy?.agentMode ?? "off",
    },
    { reason: "legacy_token", rule: "A token of the provider's own", mode: policy?.legacyTokenMode ?? "off" },
    { reason: "unverified", rule: "A verification that has not expired", mode: policy?.verificationMode ?? "off" },
  ];
  return (
    <dl className="grid gap-3 sm:grid-cols-3">
      {rules.map(({ reason, rule, mode }) => (
        <div key={reason} className="grid content-start justify-items-start gap-1">
          <dt className="text-caption text-muted">{reasonLabels[reason]}</dt>
          <dd className="font-medium text-table">{rule}</dd>
          <dd>
            <Badge tone={modeTones[mode]}>{modeWords[mode]}</Badge>
          </dd>
        </div>
      ))}
    </dl>
  );
}
