import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { findings } from "@/db/schema/findings";
import { type DomainEvent, recordDomainEvent } from "@/lib/events/record-domain-event";
import { type Notice, noticeChannel } from "@/lib/notify/notice";
import type { Severity } from "./finding-choices";
import { holdingSuppression } from "./suppression/holding-suppression";

export type NewFinding = {
  rule: string;
  /** While a finding with it is open, a repetition counts up instead of adding a row. */
  fingerprint: string;
  title: string;
  summary: string;
  severity: Severity;
  /** 0 to 1 */
  confidence: number;
  attack?: string[];
  subjects: Record<string, string>;
  evidence: unknown;
  detectorState?: unknown;
  startedAt: Date;
  endedAt?: Date | null;
};

/**
 * Opens a finding, or counts up the open one of that fingerprint. Returns its id and whether it is new; one that a
 * suppression holds is recorded as suppressed from the start.
 */
export async function openFinding(
  db: Database | Transaction,
  finding: NewFinding,
  now: Date,
): Promise<{ id: string; isNew: boolean }> {
  return db.transaction(async (tx) => {
    const suppressionId = await holdingSuppression(tx, finding, now);
    const [row] = await tx
      .insert(findings)
      .values({
        ...finding,
        ...(suppressionId ? { suppressionId, status: "suppressed" } : {}),
        attack: finding.attack ?? [],
        endedAt: finding.endedAt ?? null,
        detectedAt: now,
        lastSeenAt: now,
      })
      .onConflictDoUpdate({
        target: findings.fingerprint,
        targetWhere: sql`${findings.status} <> 'resolved'`,
        set: { occurrences: sql`${findings.occurrences} + 1`, lastSeenAt: now, updatedAt: now },
      })
      .returning({ id: findings.id, occurrences: findings.occurrences });
    if (!row) throw new Error("insert into findings returned no row");
    const isNew = row.occurrences === 1;
    if (isNew) {
      await recordDomainEvent({ db: tx, now }, openedEvent(row.id, finding));
      const notice: Notice = { kind: "finding", id: row.id };
      await tx.execute(sql`select pg_notify(${noticeChannel}, ${JSON.stringify(notice)})`);
    }
    return { id: row.id, isNew };
  });
}

/** What a timeline tells of a finding that opens. */
export const openedEvent = (
  id: string,
  finding: Pick<NewFinding, "title" | "startedAt" | "subjects" | "rule" | "severity" | "evidence">,
): DomainEvent => ({
  kind: "finding.opened",
  title: finding.title,
  happenedAt: finding.startedAt,
  subjects: { finding: id, ...finding.subjects },
  figures: { rule: finding.rule, severity: finding.severity, evidence: finding.evidence },
});
