import type { PolicyEstimate } from "./policy-estimate";

/** tightens: lets in nobody more; loosens: turns away nobody more; shifts: both; nothing: whoever called is treated as before. */
export type PolicyEffect = "tightens" | "loosens" | "shifts" | "nothing";

/** Whether it turns anybody away who would be let in without it. */
export const isStricter = (effect: PolicyEffect): boolean => effect === "tightens" || effect === "shifts";

/** What a policy changes for those who called within 24 hours; of an estimate that was kept before it was compared, that it tightens. */
export function policyEffect({ against }: Pick<PolicyEstimate, "against">): PolicyEffect {
  if (!against) return "tightens";
  const isLooser = against.readmitted.last24Hours.devices > 0;
  const isTighter = against.newlyTurnedAway.last24Hours.devices > 0;
  if (isLooser) return isTighter ? "shifts" : "loosens";
  return isTighter ? "tightens" : "nothing";
}
