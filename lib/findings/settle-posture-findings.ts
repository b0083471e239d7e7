import { and, desc, eq, inArray, ne, notInArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { findings } from "@/db/schema/findings";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { type NewFinding, openFinding } from "./open-finding";
import { holdingSuppression } from "./suppression/holding-suppression";

const nextVersion = sql`${findings.version} + 1`;

type Row = { id: string; title: string };

/**
 * Makes the open findings of `rules` say what holds now: those in `found` are opened, brought up to date or, when they were
 * resolved before, opened again; every other open one is resolved, since its cause is gone. A suppressed one stays suppressed
 * while its cause does. To be called in the transaction of what may have changed, by one at a time for the same rules.
 */
export async function settlePostureFindings(
  ctx: { db: Transaction; now: Date },
  rules: readonly string[],
  found: readonly NewFinding[],
): Promise<void> {
  await resolveOthers(ctx, rules, found);
  for (const finding of found) {
    if (await refresh(ctx, finding)) continue;
    if (await reopen(ctx, finding)) continue;
    await openFinding(ctx.db, finding, ctx.now);
  }
}

async function resolveOthers(
  { db, now }: { db: Transaction; now: Date },
  rules: readonly string[],
  found: readonly NewFinding[],
): Promise<void> {
  const fingerprints = found.map(({ fingerprint }) => fingerprint);
  const resolved = await db
    .update(findings)
    .set({
      status: "resolved",
      suppressionId: null,
      endedAt: now,
      resolvedAt: now,
      version: nextVersion,
      updatedAt: now,
    })
    .where(
      and(
        inArray(findings.rule, [...rules]),
        ne(findings.status, "resolved"),
        fingerprints.length > 0 ? notInArray(findings.fingerprint, fingerprints) : undefined,
      ),
    )
    .returning({ id: findings.id, title: findings.title });
  for (const row of resolved) await tell({ db, now }, "finding.resolved", `Resolved: ${row.title}`, row);
}

/** The open one says what was found now; how often it was found does not grow while it only goes on. */
async function refresh({ db, now }: { db: Transaction; now: Date }, finding: NewFinding): Promise<boolean> {
  const { title, summary, severity, confidence, subjects, evidence, startedAt } = finding;
  const rows = await db
    .update(findings)
    .set({ title, summary, severity, confidence, subjects, evidence, startedAt, lastSeenAt: now, updatedAt: now })
    .where(and(eq(findings.fingerprint, finding.fingerprint), ne(findings.status, "resolved")))
    .returning({ id: findings.id });
  return rows.length > 0;
}

async function reopen({ db, now }: { db: Transaction; now: Date }, finding: NewFinding): Promise<boolean> {
  const [last] = await db
    .select({ id: findings.id, occurrences: findings.occurrences })
    .from(findings)
    .where(eq(findings.fingerprint, finding.fingerprint))
    .orderBy(desc(findings.startedAt), desc(findings.id))
    .limit(1);
  if (!last) return false;
  const { title, summary, severity, confidence, subjects, evidence, startedAt } = finding;
  const texts = { title, summary, severity, confidence, subjects, evidence, startedAt };
  const suppressionId = await holdingSuppression(db, finding, now);
  const status = suppressionId ? "suppressed" : "new";
  const unseen = { acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, endedAt: null };
  const occurrences = last.occurrences + 1;
  await db
    .update(findings)
    .set({
      ...{ ...texts, ...unseen, status, suppressionId, occurrences },
      ...{ version: nextVersion, lastSeenAt: now, updatedAt: now },
    })
    .where(eq(findings.id, last.id));
  await tell({ db, now }, "finding.reopened", `Came back: ${title}`, { id: last.id, title });
  return true;
}

async function tell({ db, now }: { db: Transaction; now: Date }, kind: string, title: string, row: Row) {
  await recordDomainEvent({ db, now }, { kind, title, happenedAt: now, subjects: { finding: row.id } });
  await notifyInTransaction(db, { kind: "finding", id: row.id });
}
