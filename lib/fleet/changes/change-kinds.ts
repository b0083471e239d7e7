export const changeKinds = ["deployment", "policy", "rewards_snapshot", "freeze", "season", "other"] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What a person may enter; a change of kind policy is written by savePolicy alone. */
export const enteredChangeKinds = ["deployment", "rewards_snapshot", "freeze", "season", "other"] as const;

export const changeKindLabels: Record<ChangeKind, string> = {
  deployment: "Deployment",
  policy: "Policy",
  rewards_snapshot: "Rewards snapshot",
  freeze: "Freeze",
  season: "Season",
  other: "Other",
};
