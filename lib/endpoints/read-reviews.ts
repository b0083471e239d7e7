import { desc, eq, inArray, sql } from "drizzle-orm";
import { endpointReviews, formerReviews, reviewedEndpoints } from "@/db/schema/endpoints";
import { may } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import type { EndpointReview, FormerReview, ReviewContent } from "./endpoint-review";
import type { ReviewKind, ReviewOutcome } from "./endpoint-review-choices";

const mostReviews = 200;
const mostFormer = 1_000;

/** The reviews of an endpoint, the latest first (200), each with what it said before. For getEndpoint, which asks who reads. */
export async function readReviews(ctx: Ctx, endpointId: string): Promise<EndpointReview[]> {
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
  const former = await readFormer(
    ctx,
    rows.map(({ review }) => review.id),
  );
  return rows.map(({ covered, review }) => {
    const { id, recordedBy, recordedAt, withdrawnAt: at, withdrawnBy: by, withdrawnReason: reason } = review;
    return {
      ...contentOf(review, mayRead),
      ...{ id, recordedBy, recordedAt, covered },
      withdrawn: at && by !== null && reason !== null ? { at, by, reason } : null,
      former: former.get(id) ?? [],
    };
  });
}

async function readFormer(ctx: Ctx, reviewIds: string[]): Promise<Map<string, FormerReview[]>> {
  const former = new Map<string, FormerReview[]>();
  if (reviewIds.length === 0) return former;
  const rows = await ctx.db
    .select()
    .from(formerReviews)
    .where(inArray(formerReviews.reviewId, reviewIds))
    .orderBy(desc(formerReviews.correctedAt), desc(formerReviews.reviewId), desc(formerReviews.revision))
    .limit(mostFormer);
  const mayRead = may(ctx.actor, "endpoint.read-report");
  for (const row of rows) {
    const { correctedBy, correctedAt, reason } = row;
    const each = { ...contentOf(row, mayRead), correctedBy, correctedAt, reason };
    const others = former.get(row.reviewId);
    if (others) others.push(each);
    else former.set(row.reviewId, [each]);
  }
  return former;
}

type Stored = Pick<
  typeof endpointReviews.$inferSelect,
  | "revision"
  | "kind"
  | "outcome"
  | "reviewedAt"
  | "reviewer"
  | "notes"
  | "reportName"
  | "reportType"
  | "reportBytes"
  | "reportSha256"
>;

/** What weaknesses a review found is for those who may read reports, and is not sent to others. */
function contentOf(stored: Stored, mayRead: boolean): ReviewContent {
  const { revision, reviewedAt, reviewer, notes } = stored;
  const { reportName: name, reportType: type, reportBytes: bytes, reportSha256: sha256 } = stored;
  return {
    ...{ revision, reviewedAt, reviewer },
    // The columns of choices hold nothing else.
    kind: stored.kind as ReviewKind,
    outcome: stored.outcome as ReviewOutcome,
    hasReport: name !== null,
    ...(mayRead ? { notes } : {}),
    ...(mayRead && name && type && bytes !== null && sha256 ? { report: { name, type, bytes, sha256 } } : {}),
  };
}
