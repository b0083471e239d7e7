import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { type Severity, severities } from "../finding-choices";
import { TriageFilter, whereOf } from "./triage-filter";

export const triageGroupings = ["rule", "fingerprint", "provider", "cluster"] as const;
export type TriageGrouping = (typeof triageGroupings)[number];

export const GroupTriage = z.object({
  filter: TriageFilter.prefault({}),
  by: z.enum(triageGroupings),
  limit: z.int().min(1).max(200).default(100),
});

export type TriageGroup = {
  /** null: those that name none. */
  key: string | null;
  /** The provider's name or the title of a fingerprint's latest; null where the key says it. */
  label: string | null;
  slug: string | null;
  count: number;
  unseen: number;
  occurrences: number;
  gravest: Severity;
  /** The latest start, in milliseconds since the epoch. */
  latest: number;
};

const columnOf: Record<TriageGrouping, SQL> = {
  rule: sql`f.rule`,
  fingerprint: sql`f.fingerprint`,
  provider: sql`f.provider`,
  cluster: sql`f.cluster`,
};

type Read = Omit<TriageGroup, "gravest"> & { rank: number };

/** The findings of a filter in groups: the gravest group first, then the largest. `hasMore`: there are more than `limit`. */
export async function groupTriage(
  ctx: Ctx,
  input: z.input<typeof GroupTriage>,
): Promise<{ groups: TriageGroup[]; hasMore: boolean }> {
  requirePermission(ctx.actor, "finding.read");
  const { filter, by, limit } = parseInput(GroupTriage, input);
  const where = await whereOf(ctx.db, filter);
  // Among the open ones a fingerprint has one finding: the list is its groups already.
  const isEachItsOwn = by === "fingerprint" && ["open", "new", "in_progress"].includes(filter.shown);
  const titles = sql`(select t.title from findings t where t.fingerprint = g.key order by t.started_at desc, t.id limit 1)`;
  const rows = await ctx.db.execute<Read>(sql`
    with g as (${isEachItsOwn ? eachItsOwn(where) : grouped(by, where)} limit ${limit + 1})
    select g.key, g.count, g.unseen, g.occurrences, g.rank, (extract(epoch from g.latest) * 1000)::float8 as latest,
      p.slug, ${by === "provider" ? sql`p.name` : by === "fingerprint" ? titles : sql`null`} as label
    from g left join providers p
      on ${by === "provider"}::boolean and p.id = case when g.key ~ '^[0-9]{1,9}$' then g.key::integer end
    order by g.rank desc, g.count desc, g.latest desc, g.key`);
  const groups = rows.slice(0, limit).map(({ rank, ...group }) => ({ ...group, gravest: severityOf(rank) }));
  return { groups, hasMore: rows.length > limit };
}

function grouped(by: TriageGrouping, where: SQL): SQL {
  return sql`
    select ${columnOf[by]} as key, count(*)::int as count, count(*) filter (where f.status = 'new')::int as unseen,
      sum(f.occurrences)::float8 as occurrences, max(f.severity_rank) as rank, max(f.started_at) as latest
    from findings f where ${where} group by 1 order by rank desc, count desc, latest desc, key`;
}

function eachItsOwn(where: SQL): SQL {
  return sql`
    select f.fingerprint as key, 1 as count, (f.status = 'new')::int as unseen, f.occurrences::float8 as occurrences,
      f.severity_rank as rank, f.started_at as latest
    from findings f where ${where} order by f.severity_rank desc, f.started_at desc, f.id desc`;
}

const severityOf = (rank: number): Severity => severities[severities.length - rank] ?? "info";
