import { desc, sql } from "drizzle-orm";
import { domainEvents } from "@/db/schema/findings";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { getFinding } from "../list-findings";
import { guideOf, type RuleGuide } from "../rule-guides";
import { listComments } from "./comment-on-finding";

const mostHistory = 100;

export type FindingComments = { id: string; at: number; authorName: string; text: string }[];

/** What stands beside a finding's row when somebody looks at it. Times in milliseconds since the epoch. */
export type FindingDetail = {
  evidence: unknown;
  guide: RuleGuide | null;
  comments: FindingComments;
  /** What happened to it, the latest first, without its comments. */
  history: { id: number; kind: string; title: string; at: number; note: string | null }[];
};

/** AppError not_found "finding_not_found". */
export async function getFindingDetail(ctx: Ctx, id: string): Promise<FindingDetail> {
  requirePermission(ctx.actor, "finding.read");
  const finding = await getFinding(ctx, id);
  const [comments, history] = await Promise.all([listComments(ctx, finding.id), readHistory(ctx, finding.id)]);
  return {
    evidence: finding.evidence,
    guide: guideOf(finding.rule),
    comments: comments.map(({ at, ...comment }) => ({ ...comment, at: at.getTime() })),
    history,
  };
}

async function readHistory({ db }: Pick<Ctx, "db">, id: string): Promise<FindingDetail["history"]> {
  const { kind, title, recordedAt, figures } = domainEvents;
  const rows = await db
    .select({ id: domainEvents.id, kind, title, recordedAt, figures })
    .from(domainEvents)
    // As the index of it says.
    .where(sql`subjects ? 'finding' and subjects->>'finding' = ${id} and kind <> 'finding.commented'`)
    .orderBy(desc(recordedAt), desc(domainEvents.id))
    .limit(mostHistory);
  return rows.map(({ recordedAt: at, figures: kept, ...event }) => ({
    ...event,
    at: at.getTime(),
    note: noteOf(kept),
  }));
}

/** What whoever acted gave as the reason. */
function noteOf(figures: unknown): string | null {
  if (typeof figures !== "object" || figures === null) return null;
  const { note, reason } = figures as { note?: unknown; reason?: unknown };
  return typeof note === "string" ? note : typeof reason === "string" ? reason : null;
}
