import { and, desc, eq, gte, inArray, like, lt, lte, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import { findings } from "@/db/schema/findings";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { findingSources, findingStatuses, severities } from "./finding-choices";

export const ListFindings = z.object({
  status: z.array(z.enum(findingStatuses)).optional(),
  /** A rule, or the first part of its id with a dot: "fleet." */
  rule: z.string().max(100).optional(),
  severity: z.array(z.enum(severities)).optional(),
  source: z.array(z.enum(findingSources)).optional(),
  /** As findings name them: the id of a provider, the name of a cluster. */
  provider: z.string().max(500).optional(),
  cluster: z.string().max(500).optional(),
  /** Those that were going on at some moment from … to. */
  from: z.date().optional(),
  to: z.date().optional(),
  limit: z.int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export type ListFindings = z.input<typeof ListFindings>;

export type Finding = Omit<
  typeof findings.$inferSelect,
  "createdAt" | "detectorState" | "severityRank" | "searchText" | "acknowledgedBy"
>;
export type FindingPage = { items: Finding[]; next: string | null };

const columns = {
  id: findings.id,
  rule: findings.rule,
  fingerprint: findings.fingerprint,
  title: findings.title,
  summary: findings.summary,
  severity: findings.severity,
  confidence: findings.confidence,
  status: findings.status,
  attack: findings.attack,
  subjects: findings.subjects,
  evidence: findings.evidence,
  startedAt: findings.startedAt,
  endedAt: findings.endedAt,
  detectedAt: findings.detectedAt,
  lastSeenAt: findings.lastSeenAt,
  occurrences: findings.occurrences,
  updatedAt: findings.updatedAt,
  source: findings.source,
  provider: findings.provider,
  cluster: findings.cluster,
  version: findings.version,
  assigneeId: findings.assigneeId,
  acknowledgedAt: findings.acknowledgedAt,
  suppressionId: findings.suppressionId,
  resolvedAt: findings.resolvedAt,
};

/** Findings, latest start first. AppError bad_request for a cursor that is not one of ours. */
export async function listFindings(ctx: Ctx, input: ListFindings = {}): Promise<FindingPage> {
  requirePermission(ctx.actor, "finding.read");
  const query = ListFindings.parse(input);
  const where: (SQL | undefined)[] = [];
  if (query.status) where.push(or(...query.status.map((status) => eq(findings.status, status))));
  if (query.rule) {
    where.push(
      query.rule.endsWith(".")
        ? like(findings.rule, `${query.rule.replaceAll(/[%_\\]/g, "\\$&")}%`)
        : eq(findings.rule, query.rule),
    );
  }
  if (query.severity) where.push(inArray(findings.severity, query.severity));
  if (query.source) where.push(inArray(findings.source, query.source));
  if (query.provider) where.push(eq(findings.provider, query.provider));
  if (query.cluster) where.push(eq(findings.cluster, query.cluster));
  if (query.to) where.push(lte(findings.startedAt, query.to));
  if (query.from) where.push(or(gte(findings.endedAt, query.from), gte(findings.lastSeenAt, query.from)));
  if (query.cursor) {
    const after = parseCursor(query.cursor);
    where.push(
      or(
        lt(findings.startedAt, after.startedAt),
        and(eq(findings.startedAt, after.startedAt), lt(findings.id, after.id)),
      ),
    );
  }
  const rows = await ctx.db
    .select(columns)
    .from(findings)
    .where(and(...where))
    .orderBy(desc(findings.startedAt), desc(findings.id))
    .limit(query.limit + 1);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return { items, next: rows.length > query.limit && last ? `${last.startedAt.toISOString()}~${last.id}` : null };
}

function parseCursor(cursor: string): { startedAt: Date; id: string } {
  const [time, id] = cursor.split("~");
  const parsed = z.object({ time: z.iso.datetime(), id: z.uuid() }).safeParse({ time, id });
  if (!parsed.success)
    throw new AppError(
      "bad_request",
      "invalid_cursor",
      "The cursor is not one that this list gave: start from the first page.",
    );
  return { startedAt: new Date(parsed.data.time), id: parsed.data.id };
}

/** One finding. AppError not_found. */
export async function getFinding(ctx: Ctx, id: string): Promise<Finding> {
  requirePermission(ctx.actor, "finding.read");
  const [row] = z.uuid().safeParse(id).success
    ? await ctx.db.select(columns).from(findings).where(eq(findings.id, id))
    : [];
  if (!row)
    throw new AppError(
      "not_found",
      "finding_not_found",
      "There is no such finding. It may have been named wrongly in the link.",
    );
  return row;
}
