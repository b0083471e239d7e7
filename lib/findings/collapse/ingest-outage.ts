import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { findings } from "@/db/schema/findings";
import { dateOfMinute, minuteOf } from "@/lib/fleet/minute";
import { openFinding } from "../open-finding";
import { outageRule } from "./collapse-evidence";

export type Outage = { id: string; startMinute: number; endMinute: number | null };

/** After an outage ends, devices call again within two of their intervals; until then their silence says nothing. */
const returnMinutes = 2;

/**
 * Nobody calls any more at one instant, admitted or turned away: the way to Muster is cut, and nothing is known of the machines.
 * While one is open it is counted up and no second is opened. Returns its id.
 */
export async function openOutage(db: Transaction, startedAt: Date, now: Date): Promise<string> {
  const minute = minuteOf(startedAt);
  const [open] = await outagesBetween(db, minute, minute);
  const { id } = await openFinding(
    db,
    {
      rule: outageRule,
      fingerprint: `${outageRule}:${open && open.endMinute === null ? open.startMinute : minute}`,
      title: "Nothing reaches the gateways: an ingest outage",
      summary:
        "Every source fell silent at one instant, those that were turned away too. The way to Muster is cut (DNS, load balancer, network, an operator's relay); the machines themselves may be well.",
      severity: "high",
      confidence: 0.9,
      subjects: { fleet: "" },
      evidence: { firstMinute: minute, startedAt: startedAt.toISOString() },
      startedAt,
    },
    now,
  );
  return id;
}

export async function endOutages(db: Transaction, endedAt: Date, now: Date): Promise<void> {
  await db
    .update(findings)
    .set({ endedAt, lastSeenAt: now, updatedAt: now })
    .where(and(eq(findings.rule, outageRule), isNull(findings.endedAt)));
}

/** Outages that touch [fromMinute, toMinute], the two minutes of return included; oldest first. */
export async function outagesBetween(db: Transaction, fromMinute: number, toMinute: number): Promise<Outage[]> {
  const rows = await db
    .select({ id: findings.id, startedAt: findings.startedAt, endedAt: findings.endedAt })
    .from(findings)
    .where(
      and(
        eq(findings.rule, outageRule),
        sql`${findings.startedAt} < ${dateOfMinute(toMinute + 1).toISOString()}`,
        or(
          isNull(findings.endedAt),
          sql`${findings.endedAt} >= ${dateOfMinute(fromMinute - returnMinutes).toISOString()}`,
        ),
      ),
    )
    .orderBy(asc(findings.startedAt), asc(findings.id))
    .limit(1_000);
  return rows.map((row) => ({
    id: row.id,
    startMinute: minuteOf(row.startedAt),
    endMinute: row.endedAt ? minuteOf(row.endedAt) : null,
  }));
}

export const isInOutage = (outages: readonly Outage[], minute: number): boolean =>
  outages.some(
    ({ startMinute, endMinute }) =>
      minute >= startMinute && (endMinute === null || minute <= endMinute + returnMinutes),
  );
