import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { endpointReviews, publicEndpoints, reviewedEndpoints } from "@/db/schema/endpoints";

/**
 * Makes the endpoints that a review covers say when they were last reviewed: the latest of their reviews that nobody withdrew,
 * so that an older one entered late puts nothing back. Hold lockRegister before.
 */
export async function settleLastReviewed(db: Transaction, reviewId: string, now: Date): Promise<void> {
  await db.execute(sql`
    update ${publicEndpoints} set updated_at = ${now.toISOString()}::timestamptz, last_reviewed_at = (
      select max(review.reviewed_at)
      from ${reviewedEndpoints} covered join ${endpointReviews} review on review.id = covered.review_id
      where covered.endpoint_id = ${publicEndpoints.id} and review.withdrawn_at is null
    )
    where id in (select endpoint_id from ${reviewedEndpoints} where review_id = ${reviewId}::uuid)`);
}
