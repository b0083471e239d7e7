import { and, eq } from "drizzle-orm";
import { endpointReviews } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { parseInput } from "@/lib/parse-input";
import { WithdrawReview } from "./endpoint-review";
import { judgeEndpointReviews } from "./judge-endpoint-reviews";
import { lockRegister } from "./lock-register";
import { requireReview } from "./require-review";
import { settleLastReviewed } from "./settle-last-reviewed";

/**
 * Lets a review that never was, or was of something else, count no more; it stays readable. Throws "review_not_found", and
 * conflict "stale_revision" or "review_withdrawn".
 */
export async function withdrawReview(ctx: Ctx, input: WithdrawReview): Promise<void> {
  requirePermission(ctx.actor, "endpoint.write");
  const { id, revision, reason } = parseInput(WithdrawReview, input);
  await ctx.db.transaction(async (db) => {
    await lockRegister(db);
    const { kind, reviewedAt, reviewer, outcome } = await requireReview(db, id, revision);
    const rows = await db
      .update(endpointReviews)
      .set({ withdrawnAt: ctx.now, withdrawnBy: ctx.actor.name, withdrawnReason: reason })
      .where(and(eq(endpointReviews.id, id), eq(endpointReviews.revision, revision)))
      .returning({ id: endpointReviews.id });
    if (rows.length === 0) throw new Error("a locked review was not updated");
    await settleLastReviewed(db, id, ctx.now);
    const target = { kind: "endpoint-review", id };
    const before = { kind, reviewedAt, reviewer, outcome };
    await recordAudit({ ...ctx, db }, { action: "endpoint-review.withdraw", target, before, after: { reason } });
    const title = `A review by ${reviewer} was withdrawn`;
    const event = { kind: "endpoint-review.withdrawn", title, happenedAt: ctx.now, subjects: { review: id } };
    await recordDomainEvent({ db, now: ctx.now }, event);
    await judgeEndpointReviews({ db, now: ctx.now });
  });
}
