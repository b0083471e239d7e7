import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incidentMoments } from "@/db/schema/incidents";
import type { TransactionCtx } from "@/lib/context";
import type { IncidentMomentName } from "./moments";
import { rangeOf, type When } from "./when/when";

export type MomentRow = {
  moment: IncidentMomentName;
  value: When;
  earliest: Date;
  latest: Date;
  source: string;
  reason: string;
  setBy: string;
  setAt: Date;
};

/** The moments of one incident that are known. */
export async function readMoments(db: Pick<Transaction, "select">, incidentId: string): Promise<MomentRow[]> {
  const { moment, value, earliest, latest, source, reason, setBy, setAt } = incidentMoments;
  const rows = await db
    .select({ moment, value, earliest, latest, source, reason, setBy, setAt })
    .from(incidentMoments)
    .where(eq(incidentMoments.incidentId, incidentId));
  // The columns hold what writeMoment wrote.
  return rows as MomentRow[];
}

export type NewMoment = { moment: IncidentMomentName; value: When; source: string; reason: string };

export async function writeMoment(
  { db, actor, now }: TransactionCtx,
  incidentId: string,
  { moment, value, source, reason }: NewMoment,
): Promise<void> {
  const set = { value, ...rangeOf(value), source, reason, setBy: actor.name, setAt: now };
  await db
    .insert(incidentMoments)
    .values({ incidentId, moment, ...set })
    .onConflictDoUpdate({ target: [incidentMoments.incidentId, incidentMoments.moment], set });
}

export async function removeMoments(db: Transaction, incidentId: string, moments: readonly IncidentMomentName[]) {
  await db
    .delete(incidentMoments)
    .where(and(eq(incidentMoments.incidentId, incidentId), inArray(incidentMoments.moment, [...moments])));
}
