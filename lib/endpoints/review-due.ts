import { type SQL, sql } from "drizzle-orm";
import { publicEndpoints } from "@/db/schema/endpoints";
import { loopbackPattern } from "./endpoint-address";
import { risks } from "./endpoint-choices";
import type { ReviewPeriods } from "./review-periods";

const dayMs = 86_400_000;
const soonMs = 30 * dayMs;

/** Never reviewed comes before every date, and what only the machine itself reaches after. */
export const neverReviewed = -1;
export const needsNoReview = 9_000_000_000_000_000;

export const reviewStatuses = ["never", "overdue", "soon", "reviewed", "unexposed"] as const;
export type ReviewStatus = (typeof reviewStatuses)[number];

/** When the next review of an endpoint is due, in milliseconds; neverReviewed and needsNoReview are no dates. */
export function reviewDueMs(days: ReviewPeriods): SQL<number> {
  const { host, risk, lastReviewedAt } = publicEndpoints;
  const byRisk = risks.map((each) => sql`when ${each} then ${days[each]}::int`);
  return sql<number>`case
    when ${host} ~ ${loopbackPattern} then ${needsNoReview}::bigint
    when ${lastReviewedAt} is null then ${neverReviewed}::bigint
    else floor(extract(epoch from ${lastReviewedAt}) * 1000)::bigint
      + (case ${risk} ${sql.join(byRisk, sql` `)} end)::bigint * ${dayMs}::bigint
    end`.mapWith(Number);
}

/** What a due date means at `now`. */
export function reviewStatusOf(dueMs: number, now: Date): ReviewStatus {
  if (dueMs === neverReviewed) return "never";
  if (dueMs === needsNoReview) return "unexposed";
  if (dueMs <= now.getTime()) return "overdue";
  return dueMs <= now.getTime() + soonMs ? "soon" : "reviewed";
}

/** The same as a condition of a query. */
export function hasReviewStatus(due: SQL<number>, status: ReviewStatus, now: Date): SQL {
  const at = now.getTime();
  const conditions: Record<ReviewStatus, SQL> = {
    never: sql`${due} = ${neverReviewed}`,
    unexposed: sql`${due} = ${needsNoReview}`,
    overdue: sql`${due} between 0 and ${at}`,
    soon: sql`${due} > ${at} and ${due} <= ${at + soonMs}`,
    reviewed: sql`${due} > ${at + soonMs} and ${due} < ${needsNoReview}`,
  };
  return conditions[status];
}
