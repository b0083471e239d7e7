import { z } from "zod";
import type { Database, Transaction } from "@/db/client";
import { endpointReviewPeriods } from "@/db/schema/endpoints";
import type { Risk } from "./endpoint-choices";

const days = z.number("a number of days").int("whole days").min(1, "at least 1 day").max(3_650, "at most 3,650 days");
export const ReviewDays = z
  .object({ critical: days, high: days, medium: days, low: days })
  .refine((each) => each.critical <= each.high && each.high <= each.medium && each.medium <= each.low, {
    path: ["high"],
    message: "a graver risk is never reviewed less often",
  });

/** How many days a review holds, by risk. */
export type ReviewPeriods = Record<Risk, number>;

const defaultReviewPeriods: ReviewPeriods = { critical: 90, high: 180, medium: 365, low: 730 };

/** The periods in force; revision 0 while nobody has set any. */
export async function readReviewPeriods(
  db: Database | Transaction,
): Promise<{ days: ReviewPeriods; revision: number }> {
  const { days, revision } = endpointReviewPeriods;
  const [row] = await db.select({ days, revision }).from(endpointReviewPeriods).limit(1);
  return row
    ? { days: ReviewDays.parse(row.days), revision: row.revision }
    : { days: defaultReviewPeriods, revision: 0 };
}
