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

const mostCharacters = 24;

/** Two or three words for the flag on a chart: the kind, and of what has no kind its title. */
export function shortOfChange({ kind, title }: { kind: ChangeKind; title: string }): string {
  if (kind !== "other") return changeKindLabels[kind];
  return title.length <= mostCharacters ? title : `${title.slice(0, mostCharacters - 1).replace(/\s+\S*$/, "")}…`;
}
