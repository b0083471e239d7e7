import { desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { endpointReviews, publicEndpoints, reviewedEndpoints } from "@/db/schema/endpoints";
import { may, requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { asEndpoint, endpointColumns } from "./endpoint";
import type { EndpointReview } from "./endpoint-review";
import type { ReviewKind, ReviewOutcome } from "./endpoint-review-choices";
import { type ListedEndpoint, listed } from "./list-endpoints";
import { reviewDueMs } from "./review-due";
import { readReviewPeriods } from "./review-periods";

const mostReviews = 200;

/** An endpoint, also one that was taken out, and its reviews, the latest first (200). Throws AppError "endpoint_not_found". */
export async function getEndpoint(
  ctx: Ctx,
  id: string,
): Promise<{ endpoint: ListedEndpoint; reviews: EndpointReview[] }> {
  requirePermission(ctx.actor, "endpoint.read");
  const { days } = await readReviewPeriods(ctx.db);
  const [row] = z.uuid().safeParse(id).success
    ? await ctx.db
        .select({ ...endpointColumns, dueMs: reviewDueMs(days) })
        .from(publicEndpoints)
        .where(eq(publicEndpoints.id, id))
    : [];
  if (!row) throw new AppError("not_found", "endpoint_not_found", "There is no such endpoint in the register.");
  const { dueMs, ...endpoint } = row;
  return { endpoint: listed(asEndpoint(endpoint), dueMs, ctx.now), reviews: await readReviews(ctx, id) };
}

/** What weaknesses a review found is for those who may read reports, and is not sent to others. */
async function readReviews(ctx: Ctx, endpointId: string): Promise<EndpointReview[]> {
  const rows = await ctx.db
    .select({
      review: endpointReviews,
      covered: sql<number>`(select count(*)::int from ${reviewedEndpoints} covering where covering.review_id = ${endpointReviews.id})`,
    })
    .from(reviewedEndpoints)
    .innerJoin(endpointReviews, eq(endpointReviews.id, reviewedEndpoints.reviewId))
    .where(eq(reviewedEndpoints.endpointId, endpointId))
    .orderBy(desc(endpointReviews.reviewedAt), desc(endpointReviews.id))
    .limit(mostReviews);
  const mayRead = may(ctx.actor, "endpoint.read-report");
  return rows.map(({ covered, review }) => {
    const { id, reviewedAt, reviewer, recordedBy, recordedAt, notes } = review;
    const { reportName: name, reportType: type, reportBytes: bytes, reportSha256: sha256 } = review;
    return {
      ...{ id, reviewedAt, reviewer, recordedBy, recordedAt, covered },
      // The columns of choices hold nothing else.
      kind: review.kind as ReviewKind,
      outcome: review.outcome as ReviewOutcome,
      hasReport: name !== null,
      ...(mayRead ? { notes } : {}),
      ...(mayRead && name && type && bytes !== null && sha256 ? { report: { name, type, bytes, sha256 } } : {}),
    };
  });
}
