import { and, eq } from "drizzle-orm";
import { endpointReports, endpointReviews, formerReviews } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { parseInput } from "@/lib/parse-input";
import { describeReport, type ReportDescription } from "./describe-report";
import { CorrectReview, type ReportFile } from "./endpoint-review";
import { judgeEndpointReviews } from "./judge-endpoint-reviews";
import { lockRegister } from "./lock-register";
import { requirePast } from "./require-past";
import { requireReview, type StoredReview } from "./require-review";
import { settleLastReviewed } from "./settle-last-reviewed";

/**
 * Makes a review say what it should have said, with another report if one is given; what it said before stays readable. Throws
 * what recordReview throws, "review_not_found", and conflict "stale_revision", "review_withdrawn" or "nothing_changed".
 */
export async function correctReview(ctx: Ctx, input: CorrectReview, report?: ReportFile): Promise<void> {
  requirePermission(ctx.actor, "endpoint.write");
  const { id, revision, reason, ...facts } = parseInput(CorrectReview, input);
  requirePast(facts.reviewedAt, ctx.now);
  const described = report ? describeReport(report) : null;
  await ctx.db.transaction(async (db) => {
    await lockRegister(db);
    const before = await requireReview(db, id, revision);
    const after = { ...contentOf(before), ...facts, ...described };
    const changed = changesOf(contentOf(before), after);
    if (changed.length === 0) throw new AppError("conflict", "nothing_changed", "It says just that already.");
    await db.insert(formerReviews).values({
      ...{ reviewId: id, revision, ...contentOf(before) },
      ...{ reason, correctedBy: ctx.actor.name, correctedAt: ctx.now },
    });
    const rows = await db
      .update(endpointReviews)
      .set({ ...after, revision: revision + 1 })
      .where(and(eq(endpointReviews.id, id), eq(endpointReviews.revision, revision)))
      .returning({ id: endpointReviews.id });
    if (rows.length === 0) throw new Error("a locked review was not updated");
    if (report && described) {
      const stored = { reviewId: id, sha256: described.reportSha256, content: report.content };
      await db.insert(endpointReports).values(stored).onConflictDoNothing();
    }
    await settleLastReviewed(db, id, ctx.now);
    const target = { kind: "endpoint-review", id };
    const told = { before: audited(before), after: { ...audited(after), changed, reason } };
    await recordAudit({ ...ctx, db }, { action: "endpoint-review.correct", target, ...told });
    const title = `A review by ${after.reviewer} was corrected`;
    const event = { kind: "endpoint-review.corrected", title, happenedAt: ctx.now, subjects: { review: id } };
    await recordDomainEvent({ db, now: ctx.now }, { ...event, figures: { changed } });
    await judgeEndpointReviews({ db, now: ctx.now });
  });
}

type Content = Pick<StoredReview, "kind" | "reviewedAt" | "reviewer" | "outcome" | "notes"> & {
  [Key in keyof ReportDescription]: ReportDescription[Key] | null;
};

const contentOf = (review: StoredReview): Content => ({
  ...{ kind: review.kind, reviewedAt: review.reviewedAt, reviewer: review.reviewer, outcome: review.outcome },
  ...{ notes: review.notes, reportName: review.reportName, reportType: review.reportType },
  ...{ reportBytes: review.reportBytes, reportSha256: review.reportSha256 },
});

const changesOf = (before: Content, after: Content): (keyof Content)[] =>
  // Every content has every key.
  (Object.keys(before) as (keyof Content)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );

/** The trail is read by more than those who may read what a review found. */
const audited = ({ kind, reviewedAt, reviewer, outcome, reportName, reportSha256 }: Content) => ({
  ...{ kind, reviewedAt, reviewer, outcome, reportName, reportSha256 },
});
