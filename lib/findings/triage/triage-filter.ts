import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { findingSources, severities } from "../finding-choices";

/** What a list of triage shows of the statuses: both open ones, one of the four, or all. */
export const shownStatuses = ["open", "new", "in_progress", "suppressed", "resolved", "all"] as const;
export type ShownStatus = (typeof shownStatuses)[number];

const text = z.string().trim().min(1).max(500);

export const TriageFilter = z.object({
  shown: z.enum(shownStatuses).default("open"),
  severity: z.array(z.enum(severities)).max(severities.length).optional(),
  source: z.array(z.enum(findingSources)).max(findingSources.length).optional(),
  /** A detector's rule, or the first part of its id with a dot: "fleet." */
  rule: text.optional(),
  /** A provider's slug, or its id as findings have it. */
  provider: text.optional(),
  cluster: text.optional(),
  fingerprint: text.optional(),
  /** A user's id, or "none". */
  assignee: z.union([z.uuid(), z.literal("none")]).optional(),
  /** Part of the title, the summary, the rule or the fingerprint. */
  search: text.optional(),
});
export type TriageFilter = z.input<typeof TriageFilter>;

/** Literal, since the partial indexes of the open ones serve no parameter. */
const ofStatus: Record<ShownStatus, SQL> = {
  open: sql`f.status in ('new', 'in_progress')`,
  new: sql`f.status = 'new'`,
  in_progress: sql`f.status = 'in_progress'`,
  suppressed: sql`f.status = 'suppressed'`,
  resolved: sql`f.status = 'resolved'`,
  all: sql`true`,
};

/** The conditions of a filter on findings f. Reads the provider's id where a slug was given. */
export async function whereOf(db: Database, filter: z.output<typeof TriageFilter>): Promise<SQL> {
  return sql`${ofStatus[filter.shown]} and ${await whereBesideStatus(db, filter)}`;
}

/** The same, whatever the status. */
export async function whereBesideStatus(db: Database, filter: z.output<typeof TriageFilter>): Promise<SQL> {
  const { severity, source, rule, provider, cluster, fingerprint, assignee, search } = filter;
  const conditions = [
    severity && sql`f.severity_rank in ${severity.map((each) => severities.length - severities.indexOf(each))}`,
    source && sql`f.source in ${source}`,
    rule && (rule.endsWith(".") ? sql`f.rule like ${`${literally(rule)}%`}` : sql`f.rule = ${rule}`),
    provider && sql`f.provider in ${await providerKeys(db, provider)}`,
    cluster && sql`f.cluster = ${cluster}`,
    fingerprint && sql`f.fingerprint = ${fingerprint}`,
    assignee && (assignee === "none" ? sql`f.assignee_id is null` : sql`f.assignee_id = ${assignee}::uuid`),
    search && contains(search),
  ].filter((each) => each !== undefined && each !== "");
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

const literally = (text: string): string => text.replaceAll(/[%_\\]/g, "\\$&");

const contains = (search: string): SQL => sql`f.search_text collate "C" like lower(${`%${literally(search)}%`})`;

async function providerKeys(db: Database, provider: string): Promise<string[]> {
  const [row] = await db.execute<{ id: string }>(sql`select id::text as id from providers where slug = ${provider}`);
  return row ? [provider, row.id] : [provider];
}

/** The provider that finding f names, if it is one of ours; findings keep its id as text. */
export const joinProvider = sql`left join providers p
  on p.id = case when f.provider ~ '^[0-9]{1,9}$' then f.provider::integer end`;
