import { z } from "zod";
import { type ReviewKind, type ReviewOutcome, reviewKinds, reviewOutcomes } from "./endpoint-review-choices";

const mostReviewedAtOnce = 500;
/** Next holds back what is larger than 10 MB before a route sees it. */
export const mostReportBytes = 8 * 1024 * 1024;

const earliest = new Date("2000-01-01T00:00:00Z");

const ReviewFacts = z.object({
  kind: z.enum(reviewKinds),
  outcome: z.enum(reviewOutcomes),
  reviewedAt: z.coerce.date({ error: "not a date" }).min(earliest, "lies before the year 2000"),
  reviewer: z.string().trim().min(1, "name who reviewed it").max(200, "at most 200 characters"),
  notes: z.string().trim().max(4_000, "at most 4,000 characters").default(""),
});

export const ReviewFields = ReviewFacts.extend({
  endpointIds: z
    .array(z.uuid())
    .min(1, "choose at least one endpoint")
    .max(mostReviewedAtOnce, "at most 500 endpoints at once"),
});
export type ReviewFields = z.input<typeof ReviewFields>;

const reason = z.string().trim().min(1, "say why").max(500, "at most 500 characters");
const AsRead = z.object({ id: z.uuid(), revision: z.coerce.number().int() });

/** All that a review shall say from now on, as it was read at `revision`. */
export const CorrectReview = ReviewFacts.extend({ ...AsRead.shape, reason });
export type CorrectReview = z.input<typeof CorrectReview>;

export const WithdrawReview = AsRead.extend({ reason });
export type WithdrawReview = z.input<typeof WithdrawReview>;

export type ReportFile = { name: string; content: Uint8Array };

/** What a review says, or said. */
export type ReviewContent = {
  revision: number;
  kind: ReviewKind;
  outcome: ReviewOutcome;
  reviewedAt: Date;
  reviewer: string;
  hasReport: boolean;
  /** Absent for those whose role does not read reports. */
  notes?: string;
  report?: { name: string; type: string; bytes: number; sha256: string };
};

export type FormerReview = ReviewContent & { correctedBy: string; correctedAt: Date; reason: string };

export type EndpointReview = ReviewContent & {
  id: string;
  recordedBy: string;
  recordedAt: Date;
  /** Endpoints that it covered. */
  covered: number;
  /** It counts no more. */
  withdrawn: { by: string; at: Date; reason: string } | null;
  /** What it said before it was corrected, the latest first. */
  former: FormerReview[];
};
