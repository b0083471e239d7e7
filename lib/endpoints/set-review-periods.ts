import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { endpointReviewPeriods } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { parseInput } from "@/lib/parse-input";
import { judgeEndpointReviews } from "./judge-endpoint-reviews";
import { lockRegister } from "./lock-register";
import { ReviewDays, readReviewPeriods } from "./review-periods";

export const SetReviewPeriods = z.object({ days: ReviewDays, revision: z.number().int().min(0) });

/** Sets the periods as they were read at `revision`. Conflict "stale_revision" when somebody set others since. */
export async function setReviewPeriods(ctx: Ctx, input: z.input<typeof SetReviewPeriods>): Promise<void> {
  requirePermission(ctx.actor, "settings.write");
  const { days, revision } = parseInput(SetReviewPeriods, input);
  await ctx.db.transaction(async (db) => {
    await lockRegister(db);
    const before = await readReviewPeriods(db);
    const next = { days, revision: revision + 1, updatedAt: ctx.now };
    const written =
      revision === 0
        ? await db.insert(endpointReviewPeriods).values(next).onConflictDoNothing().returning()
        : await db
            .update(endpointReviewPeriods)
            .set(next)
            .where(and(eq(endpointReviewPeriods.id, 1), eq(endpointReviewPeriods.revision, revision)))
            .returning();
    if (written.length === 0) {
      throw new AppError("conflict", "stale_revision", "Somebody set other periods meanwhile: load them again.");
    }
    const target = { kind: "endpoint-policy", id: "review-periods" };
    await recordAudit({ ...ctx, db }, { action: "endpoint-policy.set", target, before: before.days, after: days });
    const title = "Review periods of public endpoints were changed";
    await recordDomainEvent(
      { db, now: ctx.now },
      { kind: "endpoint-policy.set", title, happenedAt: ctx.now, figures: days },
    );
    await judgeEndpointReviews({ db, now: ctx.now });
  });
}
