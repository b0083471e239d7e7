import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { findings } from "@/db/schema/findings";
import { incidentFindings, incidentRuleCursor, incidents } from "@/db/schema/incidents";
import type { TransactionCtx } from "@/lib/context";
import { openStates } from "../incident-choices";
import { joinInTransaction } from "../join-incident";
import { openInTransaction } from "../open-incident";
import { type IncidentRule, ruleApplies } from "./incident-rule";
import { readIncidentRules } from "./list-incident-rules";

const mostEvents = 200;

type Opened = { xid: string; id: number; findingId: string };

/**
 * Asks the rules about the findings that were opened or came back since it was last called, in commit order; to be called by one
 * at a time (the cursor's row is locked). Of one rule and detector one incident is open: further findings join it. A finding that an
 * open incident holds already is left there. Returns how many events it read; what was opened before the first call is not asked.
 */
export async function applyIncidentRules(database: Database, now: Date): Promise<number> {
  return database.transaction(async (db) => {
    const ctx: TransactionCtx = { db, now, actor: { kind: "system", id: "incident-rules", name: "Rules" } };
    await db
      .insert(incidentRuleCursor)
      .values({ xid: sql`pg_snapshot_xmin(pg_current_snapshot())`, eventId: 0 })
      .onConflictDoNothing();
    const [cursor] = await db.select().from(incidentRuleCursor).for("update");
    if (!cursor) throw new Error("the cursor of the rules is missing");
    const events = await db.execute<Opened>(sql`
      select xid::text, id::float8 as id, subjects->>'finding' as "findingId" from domain_events
      where (xid, id) > (${cursor.xid}::text::xid8, ${cursor.eventId}::bigint)
        and xid < pg_snapshot_xmin(pg_current_snapshot())
        and kind in ('finding.opened', 'finding.reopened') and subjects->>'finding' is not null
      order by xid, id limit ${mostEvents}`);
    const last = events.at(-1);
    if (!last) return 0;
    const rules = await readIncidentRules(db);
    if (rules.length > 0) for (const { findingId } of events) await judge(ctx, rules, findingId);
    await db.update(incidentRuleCursor).set({ xid: last.xid, eventId: last.id });
    return events.length;
  });
}

async function judge(ctx: TransactionCtx, rules: readonly IncidentRule[], findingId: string): Promise<void> {
  const { db } = ctx;
  const [finding] = await db
    .select({ rule: findings.rule, severity: findings.severity, status: findings.status })
    .from(findings)
    .where(eq(findings.id, findingId))
    .for("update");
  if (!finding || finding.status === "resolved" || finding.status === "suppressed") return;
  const rule = rules.find((each) => ruleApplies(each, finding));
  if (!rule || (await isHeld(ctx, findingId))) return;
  const openedByRule = `${rule.id}:${finding.rule}`;
  const [open] = await db
    .select({ id: incidents.id })
    .from(incidents)
    .where(and(eq(incidents.openedByRule, openedByRule), inArray(incidents.state, [...openStates])));
  if (open) await joinInTransaction(ctx, open.id, [findingId]);
  else {
    const { severity, kind, tlp } = rule;
    await openInTransaction(ctx, { findingIds: [findingId], severity, kind, tlp, openedByRule });
  }
}

async function isHeld({ db }: TransactionCtx, findingId: string): Promise<boolean> {
  const rows = await db
    .select({ id: incidents.id })
    .from(incidentFindings)
    .innerJoin(incidents, eq(incidents.id, incidentFindings.incidentId))
    .where(and(eq(incidentFindings.findingId, findingId), inArray(incidents.state, [...openStates])))
    .limit(1);
  return rows.length > 0;
}
