import { z } from "zod";
import { type ReviewKind, type ReviewOutcome, reviewKinds, reviewOutcomes } from "./endpoint-review-choices";

export const mostReviewedAtOnce = 500;
/** Next holds back what is larger than 10 MB before a route sees it. */
export const mostReportBytes = 8 * 1024 * 1024;

const earliest = new Date("2000-01-01T00:00:00Z");

export const ReviewFields = z.object({
  endpointIds: z
    .array(z.uuid())
    .min(1, "choose at least one endpoint")
    .max(mostReviewedAtOnce, "at most 500 endpoints at once"),
  kind: z.enum(reviewKinds),
  outcome: z.enum(reviewOutcomes),
  reviewedAt: z.coerce.date({ error: "not a date" }).min(earliest, "lies before the year 2000"),
  reviewer: z.string().trim().min(1, "name who reviewed it").max(200, "at most 200 characters"),
  notes: z.string().trim().max(4_000, "at most 4,000 characters").default(""),
});
export type ReviewFields = z.input<typeof ReviewFields>;

export type ReportFile = { name: string; content: Uint8Array };

export type EndpointReview = {
  id: string;
  kind: ReviewKind;
  outcome: ReviewOutcome;
  reviewedAt: Date;
  reviewer: string;
  recordedBy: string;
  recordedAt: Date;
  /** Endpoints that it covered. */
  covered: number;
  hasReport: boolean;
  /** Absent for those whose role does not read reports. */
  notes?: string;
  report?: { name: string; type: string; bytes: number; sha256: string };
};
