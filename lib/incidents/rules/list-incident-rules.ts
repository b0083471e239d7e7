import { asc, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incidentRules } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import type { IncidentRule } from "./incident-rule";

export const mostRules = 100;

/** The rules that are in force, the oldest first: the first that applies opens. */
export async function listIncidentRules(ctx: Ctx): Promise<IncidentRule[]> {
  requirePermission(ctx.actor, "incident.read");
  return readIncidentRules(ctx.db);
}

export async function readIncidentRules(db: Pick<Transaction, "select">): Promise<IncidentRule[]> {
  const { id, name, leastSeverity, detector, severity, kind, tlp, createdBy, createdAt, revokedAt } = incidentRules;
  const rows = await db
    .select({ id, name, leastSeverity, detector, severity, kind, tlp, createdBy, createdAt })
    .from(incidentRules)
    .where(isNull(revokedAt))
    .orderBy(asc(createdAt), asc(id))
    .limit(mostRules);
  // The columns hold only words that IncidentRuleFields let in.
  return rows as IncidentRule[];
}
