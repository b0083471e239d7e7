import { eq } from "drizzle-orm";
import { z } from "zod";
import { endpointReports, endpointReviews } from "@/db/schema/endpoints";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";

export type Report = { name: string; type: string; content: Uint8Array };

/** The report of a review; who takes it is in the audit trail. Throws AppError "report_not_found". */
export async function getReport(ctx: Ctx, reviewId: string): Promise<Report> {
  requirePermission(ctx.actor, "endpoint.read-report");
  const id = z.uuid().safeParse(reviewId);
  if (!id.success) throw notFound();
  return ctx.db.transaction(async (db) => {
    const { reportName, reportType, reportBytes, reportSha256 } = endpointReviews;
    const [row] = await db
      .select({
        name: reportName,
        type: reportType,
        bytes: reportBytes,
        sha256: reportSha256,
        content: endpointReports.content,
      })
      .from(endpointReports)
      .innerJoin(endpointReviews, eq(endpointReviews.id, endpointReports.reviewId))
      .where(eq(endpointReports.reviewId, id.data));
    if (!row) throw notFound();
    const { content, name, type, bytes, sha256 } = row;
    const target = { kind: "endpoint-review", id: id.data };
    await recordAudit({ ...ctx, db }, { action: "endpoint-report.download", target, after: { name, bytes, sha256 } });
    return { name: name ?? "report", type: type ?? "application/octet-stream", content };
  });
}

const notFound = () => new AppError("not_found", "report_not_found", "There is no such report.");
