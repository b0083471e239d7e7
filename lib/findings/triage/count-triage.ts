import { sql } from "drizzle-orm";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { TriageFilter, whereBesideStatus } from "./triage-filter";

/** How many findings of a filter, whatever its status, are new, in progress and suppressed. The resolved are history, and not counted. */
export async function countTriage(
  ctx: Ctx,
  input: TriageFilter = {},
): Promise<{ new: number; in_progress: number; suppressed: number }> {
  requirePermission(ctx.actor, "finding.read");
  const where = await whereBesideStatus(ctx.db, parseInput(TriageFilter, input));
  // Two parts, so that the open ones are counted in their own small index, however many are suppressed.
  const rows = await ctx.db.execute<{ status: string; count: number }>(sql`
    select f.status, count(*)::int as count from findings f where f.status in ('new', 'in_progress') and ${where}
    group by f.status
    union all select 'suppressed', count(*)::int from findings f where f.status = 'suppressed' and ${where}`);
  const of = (status: string) => rows.find((row) => row.status === status)?.count ?? 0;
  return { new: of("new"), in_progress: of("in_progress"), suppressed: of("suppressed") };
}

/** How many findings nobody has looked at, counted up to `most`: what stands beside an entry of the navigation. */
export async function countNewFindings(ctx: Ctx, most = 1_000): Promise<number> {
  requirePermission(ctx.actor, "finding.read");
  const [row] = await ctx.db.execute<{ count: number }>(sql`
    select count(*)::int as count from (select from findings where status = 'new' limit ${most}) as counted`);
  return row?.count ?? 0;
}
