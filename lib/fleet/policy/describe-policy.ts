import type { PolicyDraft } from "./policy";

/** "agents from 1.5.0 enforced, legacy tokens reported"; "everybody is let in" without a rule. */
export function describePolicy(policy: Omit<PolicyDraft, "effectiveAt" | "note">): string {
  const words = { report: "reported", enforce: "enforced" };
  const rules = [
    policy.agentMode !== "off" ? `agents from ${policy.minimumAgent} ${words[policy.agentMode]}` : null,
    policy.legacyTokenMode !== "off" ? `no legacy tokens, ${words[policy.legacyTokenMode]}` : null,
    policy.verificationMode !== "off" ? `verification ${words[policy.verificationMode]}` : null,
  ].filter((rule) => rule !== null);
  return rules.length > 0 ? rules.join("; ") : "everybody is let in";
}
