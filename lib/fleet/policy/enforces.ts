import type { PolicyDraft } from "./policy";

/** Whether any rule of it turns devices away. */
export const enforces = (policy: Pick<PolicyDraft, "agentMode" | "legacyTokenMode" | "verificationMode">): boolean =>
  [policy.agentMode, policy.legacyTokenMode, policy.verificationMode].includes("enforce");
