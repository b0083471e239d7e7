export const reviewKinds = ["review", "penetration_test"] as const;
export type ReviewKind = (typeof reviewKinds)[number];
export const reviewKindLabels: Record<ReviewKind, string> = { review: "Review", penetration_test: "Penetration test" };

export const reviewOutcomes = ["passed", "weaknesses"] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];
export const reviewOutcomeLabels: Record<ReviewOutcome, string> = { passed: "Passed", weaknesses: "Weaknesses found" };
