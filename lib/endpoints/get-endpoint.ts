import { eq } from "drizzle-orm";
import { z } from "zod";
import { publicEndpoints } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { asEndpoint, endpointColumns } from "./endpoint";
import type { EndpointReview } from "./endpoint-review";
import { type ListedEndpoint, listed } from "./list-endpoints";
import { readReviews } from "./read-reviews";
import { reviewDueMs } from "./review-due";
import { readReviewPeriods } from "./review-periods";

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
  return { endpoint: listed(asEndpoint(endpoint), dueMs, ctx.now), reviews: await readReviews(ctx, row.id) };
}
