import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { findingComments, findings } from "@/db/schema/findings";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";

export const CommentOnFinding = z.object({
  id: z.uuid(),
  text: z.string().trim().min(1, "write something first").max(10_000, "at most 10,000 characters"),
});

export type FindingComment = { id: string; at: Date; authorName: string; text: string };

/** Adds a comment, plain text, whatever the status. AppError not_found "finding_not_found". */
export async function commentOnFinding(ctx: Ctx, input: z.input<typeof CommentOnFinding>): Promise<FindingComment> {
  requirePermission(ctx.actor, "finding.write");
  const { id, text } = parseInput(CommentOnFinding, input);
  return ctx.db.transaction(async (db) => {
    // Held, so that nobody takes it away meanwhile; a comment changes nothing of the finding, and takes no version.
    const [finding] = await db
      .select({ title: findings.title })
      .from(findings)
      .where(eq(findings.id, id))
      .for("key share");
    if (!finding) throw new AppError("not_found", "finding_not_found", "There is no such finding any more.");
    const [row] = await db
      .insert(findingComments)
      .values({ findingId: id, at: ctx.now, authorId: ctx.actor.id, authorName: ctx.actor.name, text })
      .returning({
        id: findingComments.id,
        at: findingComments.at,
        authorName: findingComments.authorName,
        text: findingComments.text,
      });
    if (!row) throw new Error("an insert returned no row");
    await recordAudit(
      { ...ctx, db },
      { action: "finding.comment", target: { kind: "finding", id }, after: { comment: row.id } },
    );
    await recordDomainEvent(
      { db, now: ctx.now },
      {
        kind: "finding.commented",
        title: `Comment by ${ctx.actor.name}: ${finding.title}`,
        happenedAt: ctx.now,
        subjects: { finding: id, comment: row.id },
        figures: { by: ctx.actor.name },
      },
    );
    await notifyInTransaction(db, { kind: "finding", id });
    return row;
  });
}

/** The first 500 comments on a finding, oldest first. */
export async function listComments(ctx: Ctx, findingId: string): Promise<FindingComment[]> {
  requirePermission(ctx.actor, "finding.read");
  return ctx.db
    .select({
      id: findingComments.id,
      at: findingComments.at,
      authorName: findingComments.authorName,
      text: findingComments.text,
    })
    .from(findingComments)
    .where(eq(findingComments.findingId, findingId))
    .orderBy(asc(findingComments.at), asc(findingComments.id))
    .limit(500);
}
