import type { ReviewStatus } from "@/lib/endpoints/review-due";

/** Where the review of an endpoint stands, in words and tone; the order is that of the figures. */
export const reviewWords: Record<ReviewStatus, { label: string; tone: "bad" | "warn" | "good" | "neutral" }> = {
  never: { label: "Never reviewed", tone: "bad" },
  overdue: { label: "Overdue", tone: "bad" },
  soon: { label: "Due within 30 days", tone: "warn" },
  reviewed: { label: "Reviewed", tone: "good" },
  unexposed: { label: "This machine only", tone: "neutral" },
};
