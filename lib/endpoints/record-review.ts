import { and, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { endpointReports, endpointReviews, publicEndpoints, reviewedEndpoints } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { parseInput } from "@/lib/parse-input";
import { describeReport } from "./describe-report";
import { endpointName } from "./endpoint";
import { type ReportFile, ReviewFields } from "./endpoint-review";
import { reviewKindLabels } from "./endpoint-review-choices";
import { judgeEndpointReviews } from "./judge-endpoint-reviews";
import { lockRegister } from "./lock-register";
import { requirePast } from "./require-past";
import { settleLastReviewed } from "./settle-last-reviewed";

/**
 * Records a review or penetration test of one or more endpoints, with its report if there is one. Throws "invalid_input" (a
 * date to come), "endpoint_not_found" when one of them is not in the register, "too_large" and "report_type" for the report.
 */
export async function recordReview(ctx: Ctx, input: ReviewFields, report?: ReportFile): Promise<{ id: string }> {
  requirePermission(ctx.actor, "endpoint.write");
  const { endpointIds, ...fields } = parseInput(ReviewFields, input);
  requirePast(fields.reviewedAt, ctx.now);
  const described = report ? describeReport(report) : null;
  const ids = [...new Set(endpointIds)];
  return ctx.db.transaction(async (db) => {
    await lockRegister(db);
    const reviewed = await requireNames(db, ids);
    const [row] = await db
      .insert(endpointReviews)
      .values({ ...fields, ...described, recordedBy: ctx.actor.name, recordedAt: ctx.now })
      .returning({ id: endpointReviews.id });
    if (!row) throw new Error("an insert returned no row");
    await db.insert(reviewedEndpoints).values(ids.map((endpointId) => ({ endpointId, reviewId: row.id })));
    if (report && described) {
      const stored = { reviewId: row.id, sha256: described.reportSha256, content: report.content };
      await db.insert(endpointReports).values(stored);
    }
    await settleLastReviewed(db, row.id, ctx.now);
    const { notes: _, ...audited } = fields;
    const after = { ...audited, ...described, endpoints: reviewed };
    await recordAudit(
      { ...ctx, db },
      { action: "endpoint.review", target: { kind: "endpoint-review", id: row.id }, after },
    );
    const what = reviewed.length === 1 ? reviewed[0] : `${reviewed.length} public endpoints`;
    await recordDomainEvent(
      { db, now: ctx.now },
      {
        kind: "endpoint.reviewed",
        title: `${reviewKindLabels[fields.kind]} of ${what} by ${fields.reviewer}`,
        happenedAt: fields.reviewedAt,
        subjects: { review: row.id },
        figures: { outcome: fields.outcome, endpoints: reviewed.length },
      },
    );
    await judgeEndpointReviews({ db, now: ctx.now });
    return row;
  });
}

/** The names of these endpoints, all of which are in the register. */
async function requireNames(db: Transaction, ids: string[]): Promise<string[]> {
  const { id, host, method, path, removedAt } = publicEndpoints;
  const rows = await db
    .select({ host, method, path })
    .from(publicEndpoints)
    .where(and(inArray(id, ids), isNull(removedAt)));
  if (rows.length < ids.length) {
    const message = "Some of these endpoints are not in the register: load the list again.";
    throw new AppError("not_found", "endpoint_not_found", message);
  }
  // The columns of choices hold nothing else.
  return rows.map((row) => endpointName(row as Parameters<typeof endpointName>[0])).sort();
}
