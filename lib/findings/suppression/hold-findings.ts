import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { recordDomainEvents } from "@/lib/events/record-domain-event";
import { holds, isInScope, type SuppressionScope } from "./suppression-scope";

type Within = { db: Transaction; now: Date };
type Held = { id: string; title: string; subjects: Record<string, string> };

/** Above, one event tells of all; a finding's own history is then without it. */
const mostEvents = 200;

/** Suppresses the open findings of a scope. Returns how many. */
export async function holdFindings(ctx: Within, suppressionId: string, scope: SuppressionScope): Promise<number> {
  const held = await ctx.db.execute<Held>(sql`
    with open as (
      select f.id from findings f where f.status in ('new', 'in_progress') and ${isInScope(scope)}
      order by f.id for update)
    update findings f set status = 'suppressed', suppression_id = ${suppressionId}::uuid, version = f.version + 1,
      updated_at = ${ctx.now.toISOString()}::timestamptz
    from open where f.id = open.id returning f.id, ${detailOf}`);
  await tellEach(ctx, "finding.suppressed", "Suppressed", suppressionId, held);
  return held.length;
}

/**
 * Lets go of what a suppression held: open again, new where its time is up so that somebody looks, as before where a person
 * took it away. What another suppression holds too stays suppressed, by that one. Returns how many came back.
 */
export async function letGo(ctx: Within, suppressionId: string, how: "revoked" | "expired"): Promise<number> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const isAsBefore = sql`${how === "revoked"}::boolean and f.acknowledged_at is not null`;
  const rows = await ctx.db.execute<Held & { isBack: boolean }>(sql`
    with held as (
      select f.id, (select s.id from finding_suppressions s
        where s.ended_at is null and s.until > ${now} and s.id <> ${suppressionId}::uuid and ${holds}
        order by s.until desc, s.id limit 1) as other
      from findings f where f.suppression_id = ${suppressionId}::uuid order by f.id for update of f)
    update findings f set suppression_id = held.other, version = f.version + 1, updated_at = ${now},
      status = case when held.other is not null then 'suppressed' when ${isAsBefore} then 'in_progress' else 'new' end,
      acknowledged_at = case when held.other is not null or ${isAsBefore} then f.acknowledged_at end,
      acknowledged_by = case when held.other is not null or ${isAsBefore} then f.acknowledged_by end
    from held where f.id = held.id returning f.id, held.other is null as "isBack", ${detailOf}`);
  const back = rows.filter(({ isBack }) => isBack);
  const word = how === "revoked" ? "Suppression revoked" : "Suppression ended";
  await tellEach(ctx, "finding.unsuppressed", word, suppressionId, back);
  return back.length;
}

const detailOf: SQL = sql`f.title, f.subjects`;

async function tellEach(ctx: Within, kind: string, word: string, suppression: string, rows: readonly Held[]) {
  if (rows.length > mostEvents) return;
  await recordDomainEvents(
    ctx,
    rows.map(({ id, title, subjects }) => ({
      kind,
      title: `${word}: ${title}`,
      happenedAt: ctx.now,
      subjects: { ...subjects, finding: id, suppression },
    })),
  );
}
