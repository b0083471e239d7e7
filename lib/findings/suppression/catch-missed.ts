import { sql } from "drizzle-orm";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { holdFindings } from "./hold-findings";
import { SuppressionScope } from "./suppression-scope";

/** Longer than any transaction that opens findings. */
const settlingMs = 5 * 60_000;

/**
 * Holds what young suppressions missed: a finding whose transaction began before one was made, and committed after. The
 * worker's. Returns how many.
 */
export async function catchMissed(ctx: Ctx): Promise<number> {
  requirePermission(ctx.actor, "finding.write");
  const since = new Date(ctx.now.getTime() - settlingMs);
  return ctx.db.transaction(async (db) => {
    const young = await db.execute<{ id: string } & Record<keyof SuppressionScope, string | null>>(sql`
      select id, fingerprint, rule, provider, cluster from finding_suppressions
      where ended_at is null and created_at >= ${since.toISOString()}::timestamptz
        and until > ${ctx.now.toISOString()}::timestamptz
      order by created_at, id limit 1000`);
    let count = 0;
    for (const { id, ...parts } of young) {
      const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null));
      count += await holdFindings({ db, now: ctx.now }, id, SuppressionScope.parse(given));
    }
    return count;
  });
}
