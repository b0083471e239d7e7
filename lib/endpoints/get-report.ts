import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { endpointReports, endpointReviews, formerReviews } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";

export type Report = { name: string; type: string; content: Uint8Array };

const Asked = z.object({ id: z.uuid(), sha256: z.hex().length(64).optional() });

/**
 * The report of a review, or with `sha256` the one of that hash, which may be from before a correction; who takes it is in the
 * audit trail. Throws AppError "report_not_found".
 */
export async function getReport(ctx: Ctx, reviewId: string, ofHash?: string): Promise<Report> {
  requirePermission(ctx.actor, "endpoint.read-report");
  const asked = Asked.safeParse({ id: reviewId, sha256: ofHash });
  if (!asked.success) throw notFound();
  const { id, sha256 } = asked.data;
  return ctx.db.transaction(async (db) => {
    const described = (await describedNow(db, id, sha256)) ?? (sha256 ? await describedBefore(db, id, sha256) : null);
    if (!described?.sha256) throw notFound();
    const { reviewId, sha256: hash, content } = endpointReports;
    const [row] = await db
      .select({ content })
      .from(endpointReports)
      .where(and(eq(reviewId, id), eq(hash, described.sha256)));
    if (!row) throw notFound();
    const target = { kind: "endpoint-review", id };
    const { type, ...after } = described;
    await recordAudit({ ...ctx, db }, { action: "endpoint-report.download", target, after });
    return { name: after.name ?? "report", type: type ?? "application/octet-stream", content: row.content };
  });
}

async function describedNow(db: Transaction, id: string, sha256: string | undefined) {
  const { reportName, reportType, reportBytes, reportSha256 } = endpointReviews;
  const [row] = await db
    .select({ name: reportName, type: reportType, bytes: reportBytes, sha256: reportSha256 })
    .from(endpointReviews)
    .where(and(eq(endpointReviews.id, id), sha256 ? eq(reportSha256, sha256) : undefined));
  return row;
}

async function describedBefore(db: Transaction, id: string, sha256: string) {
  const { reviewId, reportName, reportType, reportBytes, reportSha256 } = formerReviews;
  const [row] = await db
    .select({ name: reportName, type: reportType, bytes: reportBytes, sha256: reportSha256 })
    .from(formerReviews)
    .where(and(eq(reviewId, id), eq(reportSha256, sha256)))
    .limit(1);
  return row;
}

const notFound = () => new AppError("not_found", "report_not_found", "There is no such report.");
