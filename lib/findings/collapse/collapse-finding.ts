import { and, asc, desc, eq, isNull, ne, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { findings } from "@/db/schema/findings";
import { changes, providers } from "@/db/schema/fleet";
import { type Group, groupId } from "@/lib/detect/collapse/group";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { dateOfMinute, minuteOf } from "@/lib/fleet/minute";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { CollapseEvidence, CollapseState, collapseRule } from "./collapse-evidence";
import type { CollapseTexts } from "./collapse-texts";

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
  texts?: Partial<CollapseTexts> & { confidence?: number },
): Promise<boolean> {
  const rows = await db
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
    .where(and(eq(findings.id, record.id), ne(findings.status, "resolved")))
    .returning({ id: findings.id });
  return rows.length > 0;
}

/**
 * As updateCollapse, where the roll call takes back or replaces what the pulse told: what was told stays readable in the timeline, with the
 * figures of both, in the same transaction.
 */
export async function reviseCollapse(
  db: Transaction,
  record: CollapseRecord,
  now: Date,
  texts: Partial<CollapseTexts> & { title: string; confidence?: number },
): Promise<void> {
  const { id, evidence, startMinute } = record;
  const [before] = await db
    .select({ title: findings.title, severity: findings.severity, startedAt: findings.startedAt })
    .from(findings)
    .where(eq(findings.id, id));
  if (!before || !(await updateCollapse(db, record, now, texts))) return;
  await recordDomainEvent(
    { db, now },
    {
      kind: "finding.revised",
      title: `Counted by the roll call: ${texts.title}. Before: ${before.title}`,
      happenedAt: now,
      subjects: { [evidence.group.dimension]: evidence.group.key, finding: id },
      figures: {
        before: { ...before, startedAt: before.startedAt.toISOString(), estimate: evidence.estimate },
        after: { title: texts.title, startedAt: dateOfMinute(startMinute).toISOString(), evidence },
      },
    },
  );
  await notifyInTransaction(db, { kind: "finding", id });
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
