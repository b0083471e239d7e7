import { count, isNull, sql } from "drizzle-orm";
import { publicEndpoints } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { hasReviewStatus, type ReviewStatus, reviewDueMs, reviewStatuses } from "./review-due";
import { readReviewPeriods } from "./review-periods";

/** How many endpoints are in the register, by where their review stands; the parts sum to `all`. */
export async function countEndpoints(ctx: Ctx): Promise<Record<ReviewStatus | "all", number>> {
  requirePermission(ctx.actor, "endpoint.read");
  const { days } = await readReviewPeriods(ctx.db);
  const due = reviewDueMs(days);
  const counts = Object.fromEntries(
    reviewStatuses.map((status) => [
      status,
      sql<number>`count(*) filter (where ${hasReviewStatus(due, status, ctx.now)})`.mapWith(Number),
    ]),
  ) as Record<ReviewStatus, ReturnType<typeof sql<number>>>;
  const [row] = await ctx.db
    .select({ all: count(), ...counts })
    .from(publicEndpoints)
    .where(isNull(publicEndpoints.removedAt));
  if (!row) throw new Error("a count returned no row");
  return row;
}
