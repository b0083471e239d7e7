import { sql } from "drizzle-orm";
import type { z } from "zod";
import { findingSuppressions } from "@/db/schema/findings";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";
import { holdFindings } from "./hold-findings";
import { isInScope, SuppressionScope } from "./suppression-scope";
import { requireUntil, SuppressionTerms } from "./suppression-terms";

export const MakeSuppression = SuppressionTerms.extend({ scope: SuppressionScope });

/** Suppresses all findings of a scope until a time: those that are open now, and those to come. Returns how many it took at once. */
export async function makeSuppression(
  ctx: Ctx,
  input: z.input<typeof MakeSuppression>,
): Promise<{ id: string; held: number }> {
  requirePermission(ctx.actor, "finding.write");
  const { scope, reason, until } = parseInput(MakeSuppression, input);
  requireUntil(until, ctx.now);
  return ctx.db.transaction(async (db) => {
    const [row] = await db
      .insert(findingSuppressions)
      .values({ ...scope, reason, until, createdAt: ctx.now, createdBy: ctx.actor.name })
      .returning({ id: findingSuppressions.id });
    if (!row) throw new Error("an insert returned no row");
    const { id } = row;
    const held = await holdFindings({ db, now: ctx.now }, id, scope);
    await db.execute(sql`update finding_suppressions set held_at_first = ${held} where id = ${id}::uuid`);
    const after = { ...scope, reason, until: until.toISOString(), held };
    const target = { kind: "suppression", id };
    await recordAudit({ ...ctx, db }, { action: "suppression.make", target, after });
    await recordDomainEvent(
      { db, now: ctx.now },
      {
        kind: "suppression.made",
        title: `Findings of ${scopeWords(scope)} suppressed by ${ctx.actor.name}`,
        happenedAt: ctx.now,
        subjects: { suppression: id },
        figures: after,
      },
    );
    await notifyInTransaction(db, { kind: "finding", id });
    return { id, held };
  });
}

/** "fleet.collapse, cluster blue" */
export const scopeWords = ({ fingerprint, rule, provider, cluster }: SuppressionScope): string =>
  [rule, fingerprint, provider && `provider ${provider}`, cluster && `cluster ${cluster}`].filter(Boolean).join(", ");

/** How many open findings a suppression of this scope would take at once. */
export async function countInScope(ctx: Ctx, input: z.input<typeof SuppressionScope>): Promise<number> {
  requirePermission(ctx.actor, "finding.read");
  const scope = parseInput(SuppressionScope, input);
  const [row] = await ctx.db.execute<{ count: number }>(sql`
    select count(*)::int as count from findings f where f.status in ('new', 'in_progress') and ${isInScope(scope)}`);
  return row?.count ?? 0;
}
