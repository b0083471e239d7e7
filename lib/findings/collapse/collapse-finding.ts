import { and, asc, desc, eq, isNull, ne, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { findings } from "@/db/schema/findings";
import { changes, providers } from "@/db/schema/fleet";
import { type Group, groupId } from "@/lib/detect/collapse/group";
import { dateOfMinute, minuteOf } from "@/lib/fleet/minute";
import type { Severity } from "../finding-choices";
import { CollapseEvidence, CollapseState, collapseRule } from "./collapse-evidence";

export type CollapseRecord = {
  id: string;
  evidence: CollapseEvidence;
  /** CollapseState.explains */
  explains: Set<string>;
  startMinute: number;
  endMinute: number | null;
};

const selected = {
  id: findings.id,
  evidence: findings.evidence,
  detectorState: findings.detectorState,
  startedAt: findings.startedAt,
  endedAt: findings.endedAt,
};

type Row = { id: string; evidence: unknown; detectorState: unknown; startedAt: Date; endedAt: Date | null };

const toRecord = (row: Row): CollapseRecord => ({
  id: row.id,
  evidence: CollapseEvidence.parse(row.evidence),
  explains: new Set(row.detectorState ? CollapseState.parse(row.detectorState).explains : []),
  startMinute: minuteOf(row.startedAt),
  endMinute: row.endedAt ? minuteOf(row.endedAt) : null,
});

/** Collapses that touch [fromMinute, toMinute], oldest first: their minutes stay out of baselines, the open ones are carried on. */
export async function collapsesBetween(
  db: Transaction,
  fromMinute: number,
  toMinute: number,
): Promise<CollapseRecord[]> {
  const rows = await db
    .select(selected)
    .from(findings)
    .where(
      and(
        eq(findings.rule, collapseRule),
        sql`${findings.startedAt} <= ${dateOfMinute(toMinute + 1).toISOString()}`,
        or(isNull(findings.endedAt), sql`${findings.endedAt} >= ${dateOfMinute(fromMinute).toISOString()}`),
      ),
    )
    .orderBy(asc(findings.startedAt), asc(findings.id))
    .limit(1_000);
  return rows.map(toRecord);
}

/** Stores what a further minute showed; a conditional update, since a responder may have resolved the finding meanwhile. */
export async function updateCollapse(
  db: Transaction,
  record: CollapseRecord,
  now: Date,
  texts?: { title: string; summary: string; severity: Severity; subjects: Record<string, string> },
): Promise<void> {
  await db
    .update(findings)
    .set({
      evidence: record.evidence,
      detectorState: { explains: [...record.explains] } satisfies CollapseState,
      startedAt: dateOfMinute(record.startMinute),
      endedAt: record.endMinute === null ? null : dateOfMinute(record.endMinute),
      lastSeenAt: now,
      updatedAt: now,
      ...(texts ?? {}),
    })
    .where(and(eq(findings.id, record.id), ne(findings.status, "resolved")));
}

/** The change of the calendar that lies nearest to `minute`, from ten minutes before to one after. */
export async function nearestChange(db: Transaction, minute: number): Promise<CollapseEvidence["change"]> {
  const [row] = await db
    .select({ id: changes.id, kind: changes.kind, title: changes.title, startsAt: changes.startsAt })
    .from(changes)
    .where(
      and(
        isNull(changes.deletedAt),
        sql`${changes.startsAt} between ${dateOfMinute(minute - 10).toISOString()} and ${dateOfMinute(minute + 1).toISOString()}`,
      ),
    )
    .orderBy(desc(changes.startsAt), asc(changes.id))
    .limit(1);
  return row ? { id: row.id, kind: row.kind, title: row.title, at: row.startsAt.toISOString() } : null;
}

/** "the whole fleet", "region eu-west", "provider Acme". */
export async function labelOfGroup(db: Transaction, group: Group): Promise<string> {
  switch (group.dimension) {
    case "fleet":
      return "the whole fleet";
    case "region":
      return group.key ? `region ${group.key}` : "devices without a region";
    case "gpu_model":
      return group.key ? `GPU model ${group.key}` : "devices without a GPU model";
    case "agent":
      return group.key ? `agent version ${group.key}` : "devices without an agent version";
    case "provider": {
      const [row] = await db
        .select({ name: providers.name })
        .from(providers)
        .where(eq(providers.id, Number(group.key)));
      return `provider ${row?.name ?? group.key}`;
    }
  }
}

export const collapseFingerprint = (group: Group, startMinute: number): string =>
  `${collapseRule}:${groupId(group)}:${startMinute}`;

export function collapseSeverity(lost: number, fleetExpected: number): Severity {
  const share = fleetExpected > 0 ? lost / fleetExpected : 1;
  if (share >= 0.3) return "critical";
  if (share >= 0.1) return "high";
  return share >= 0.01 ? "medium" : "low";
}

const figure = (value: number): string => Math.round(value).toLocaleString("en-GB");

export function collapseTexts(evidence: CollapseEvidence, fleetExpected: number) {
  const { group } = evidence;
  return {
    title: `Connections of ${group.label} fell from ${figure(evidence.expected)} to ${figure(evidence.lowest.found)}`,
    summary: evidence.change
      ? `${figure(evidence.lost)} devices of ${group.label} are not connected although they were expected. It began with: ${evidence.change.title}.`
      : `${figure(evidence.lost)} devices of ${group.label} are not connected although they were expected. No change of the calendar lies near its start.`,
    severity: collapseSeverity(evidence.lost, fleetExpected),
    subjects: { [group.dimension]: group.key },
  };
}
