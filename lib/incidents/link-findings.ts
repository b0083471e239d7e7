import { and, asc, eq, inArray, ne } from "drizzle-orm";
import { findings } from "@/db/schema/findings";
import { incidentFindings, incidents } from "@/db/schema/incidents";
import { AppError } from "@/lib/app-error";
import type { TransactionCtx } from "@/lib/context";
import { openStates } from "./incident-choices";

export const mostFindings = 500;

export type LinkedFinding = {
  id: string;
  rule: string;
  title: string;
  severity: string;
  startedAt: Date;
  detectedAt: Date;
};

/**
 * Locks findings that are to be gathered, in one order, and refuses those that another open incident holds (conflict
 * "finding_in_incident", with its reference), so that two who open at once from one finding make one incident.
 */
export async function lockFindings(
  { db }: TransactionCtx,
  ids: readonly string[],
  joiningId?: string,
): Promise<LinkedFinding[]> {
  if (ids.length === 0) return [];
  const { id, rule, title, severity, startedAt, detectedAt } = findings;
  const rows = await db
    .select({ id, rule, title, severity, startedAt, detectedAt })
    .from(findings)
    .where(inArray(id, [...ids]))
    .orderBy(asc(id))
    .for("update");
  if (rows.length < new Set(ids).size) {
    throw new AppError("not_found", "finding_not_found", "One of the findings does not exist: load the list again.");
  }
  const [held] = await db
    .select({ reference: incidents.reference, incidentId: incidents.id, findingId: incidentFindings.findingId })
    .from(incidentFindings)
    .innerJoin(incidents, eq(incidents.id, incidentFindings.incidentId))
    .where(
      and(
        inArray(incidentFindings.findingId, [...ids]),
        inArray(incidents.state, [...openStates]),
        joiningId ? ne(incidents.id, joiningId) : undefined,
      ),
    )
    .limit(1);
  if (held) {
    const title = rows.find((row) => row.id === held.findingId)?.title ?? "";
    const message = `"${title}" is in ${held.reference} already: open that one, or merge the two.`;
    throw new AppError("conflict", "finding_in_incident", message, held);
  }
  return rows;
}

/** Those that were not linked before. */
export async function linkFindings(
  { db, actor, now }: TransactionCtx,
  incidentId: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const linked = await db
    .insert(incidentFindings)
    .values(ids.map((findingId) => ({ incidentId, findingId, linkedBy: actor.name, linkedAt: now })))
    .onConflictDoNothing()
    .returning({ id: incidentFindings.findingId });
  return linked.map(({ id }) => id);
}
