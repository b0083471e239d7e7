import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { type DomainEvent, recordDomainEvents } from "@/lib/events/record-domain-event";
import { retryUndone } from "@/lib/ingest/is-retryable";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { openedEvent } from "../open-finding";
import type { ExternalAlert } from "./external-alert";
import { lockAlerts } from "./lock-alerts";
import { type SettledAlert, settleAlert } from "./settle-alert";
import { holdingAmong, suppressionsFor } from "./suppressions-for";

type Within = { db: Transaction; now: Date };
type Placed = SettledAlert & { fingerprint: string; isKnown: boolean; findingId: string; suppressionId: string | null };

/** Another transaction began the same alert, or a person opened its finding again, since this one looked. */
class OvertakenError extends Error {
  override readonly name = "OvertakenError";
}

const mostAttempts = 5;

/**
 * Keeps alerts as findings, all in one transaction: opens, counts up, resolves, with an event for each finding that opens or is
 * resolved. Any number of gateways may, with messages in any order and more than once.
 */
export async function storeAlerts(db: Database, alerts: readonly ExternalAlert[], now: Date): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await retryUndone(() => db.transaction((tx) => storeWithin({ db: tx, now }, alerts)));
    } catch (error) {
      if (attempt === mostAttempts || !isOvertaken(error)) throw error;
    }
  }
}

function isOvertaken(error: unknown): boolean {
  if (error instanceof OvertakenError) return true;
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  return cause instanceof Error && "constraint_name" in cause && cause.constraint_name === "findings_open_fingerprint";
}

async function storeWithin(ctx: Within, alerts: readonly ExternalAlert[]): Promise<void> {
  const messages = byFingerprint(alerts);
  const fingerprints = [...messages.keys()];
  // Sent in one go each: what a group waits for is mostly the way there and back.
  const [known, holding] = await Promise.all([
    lockAlerts(ctx.db, fingerprints),
    suppressionsFor(ctx.db, fingerprints, ctx.now),
  ]);
  const placed: Placed[] = [];
  for (const [fingerprint, list] of messages) {
    const before = known.get(fingerprint);
    const settled = settleAlert(before ?? { firedAt: null, endedAt: null, recent: [], finding: null }, list);
    const isOpened = settled.act === "open" || settled.act === "open-resolved";
    placed.push({
      ...settled,
      fingerprint,
      isKnown: before !== undefined,
      findingId: isOpened ? randomUUID() : (before?.finding?.id ?? randomUUID()),
      suppressionId: settled.act === "open" ? holdingAmong(holding, settled.latest) : null,
    });
  }
  await Promise.all([
    keepKnown(ctx.db, placed),
    openFindings(ctx, placed),
    continueFindings(ctx, placed),
    changeFindings(ctx, placed),
    tell(ctx, placed),
  ]);
}

/** In order of fingerprint, in which all who store lock them. */
function byFingerprint(alerts: readonly ExternalAlert[]): Map<string, [ExternalAlert, ...ExternalAlert[]]> {
  const sorted = alerts.toSorted((a, b) =>
    a.fingerprint < b.fingerprint ? -1 : a.fingerprint > b.fingerprint ? 1 : 0,
  );
  const messages = new Map<string, [ExternalAlert, ...ExternalAlert[]]>();
  for (const alert of sorted) {
    const list = messages.get(alert.fingerprint);
    if (list) list.push(alert);
    else messages.set(alert.fingerprint, [alert]);
  }
  return messages;
}

const isoOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::text::jsonb`;

async function keepKnown(db: Transaction, placed: readonly Placed[]): Promise<void> {
  const rowOf = ({ fingerprint, findingId, firedAt, endedAt, recent }: Placed) => ({
    ...{ fingerprint, findingId, recent },
    ...{ firedAt: isoOf(firedAt), endedAt: isoOf(endedAt) },
  });
  const shape = sql`as x(fingerprint text, "findingId" uuid, "firedAt" timestamptz, "endedAt" timestamptz, recent text[])`;
  const begun = placed.filter(({ isKnown }) => !isKnown).map(rowOf);
  if (begun.length > 0) {
    const inserted = await db.execute(sql`
      insert into external_alerts (fingerprint, finding_id, fired_at, ended_at, recent)
      select fingerprint, "findingId", "firedAt", "endedAt", recent from jsonb_to_recordset(${json(begun)}) ${shape}
      order by fingerprint on conflict do nothing returning fingerprint`);
    if (inserted.length < begun.length) throw new OvertakenError("another transaction began one of these alerts");
  }
  const others = placed.filter(({ isKnown }) => isKnown).map(rowOf);
  if (others.length === 0) return;
  await db.execute(sql`
    update external_alerts a set finding_id = x."findingId", fired_at = x."firedAt", ended_at = x."endedAt", recent = x.recent
    from jsonb_to_recordset(${json(others)}) ${shape} where a.fingerprint = x.fingerprint`);
}

async function openFindings({ db, now }: Within, placed: readonly Placed[]): Promise<void> {
  const rows = placed
    .filter(({ act }) => act === "open" || act === "open-resolved")
    .map(({ act, findingId, fingerprint, latest, fresh, startedAt, endedAt, suppressionId }) => ({
      ...{ id: findingId, fingerprint, rule: latest.rule, title: latest.title, summary: latest.summary },
      ...{ severity: latest.severity, attack: latest.attack, subjects: latest.subjects, evidence: latest.evidence },
      ...{ startedAt: isoOf(startedAt), endedAt: act === "open" ? null : isoOf(endedAt), occurrences: fresh },
      ...{ status: act === "open" ? (suppressionId ? "suppressed" : "new") : "resolved", suppressionId },
    }));
  if (rows.length === 0) return;
  const at = sql`${now.toISOString()}::timestamptz`;
  await db.execute(sql`
    insert into findings (id, fingerprint, rule, title, summary, severity, confidence, attack, subjects, evidence, started_at,
      ended_at, occurrences, status, suppression_id, resolved_at, detected_at, last_seen_at)
    select id, fingerprint, rule, title, summary, severity, 1, attack, subjects, evidence, "startedAt", "endedAt", occurrences,
      status, "suppressionId", case when status = 'resolved' then ${at} end, ${at}, ${at}
    from jsonb_to_recordset(${json(rows)}) as x(id uuid, fingerprint text, rule text, title text, summary text,
      severity text, attack text[], subjects jsonb, evidence jsonb, "startedAt" timestamptz, "endedAt" timestamptz,
      occurrences integer, status text, "suppressionId" uuid)`);
}

/** How it stands with the people who look at it stays, unless it is over. */
async function changeFindings({ db, now }: Within, placed: readonly Placed[]): Promise<void> {
  const rows = placed
    .filter(({ act }) => act === "resolve" || act === "count")
    .map(({ act, findingId, fresh, startedAt, endedAt }) => ({
      ...{ id: findingId, isOver: act === "resolve", fresh },
      ...{ startedAt: isoOf(startedAt), endedAt: isoOf(endedAt) },
    }));
  if (rows.length === 0) return;
  const at = sql`${now.toISOString()}::timestamptz`;
  await db.execute(sql`
    update findings f set occurrences = f.occurrences + x.fresh, started_at = x."startedAt", last_seen_at = ${at},
      updated_at = ${at},
      status = case when x."isOver" then 'resolved' else f.status end,
      suppression_id = case when not x."isOver" then f.suppression_id end,
      ended_at = case when x."isOver" then x."endedAt" else f.ended_at end,
      resolved_at = case when x."isOver" then ${at} else f.resolved_at end,
      version = case when x."isOver" then f.version + 1 else f.version end
    from jsonb_to_recordset(${json(rows)}) as x(id uuid, "isOver" boolean, fresh integer, "startedAt" timestamptz,
      "endedAt" timestamptz)
    where f.id = x.id`);
}

/** What an alert that goes on says last is what its finding shows. */
async function continueFindings({ db, now }: Within, placed: readonly Placed[]): Promise<void> {
  const rows = placed
    .filter(({ act }) => act === "continue")
    .map(({ findingId, fresh, startedAt, latest }) => ({
      ...{ id: findingId, fresh, startedAt: isoOf(startedAt), title: latest.title, summary: latest.summary },
      ...{ severity: latest.severity, subjects: latest.subjects, evidence: latest.evidence, attack: latest.attack },
    }));
  if (rows.length === 0) return;
  const at = sql`${now.toISOString()}::timestamptz`;
  await db.execute(sql`
    update findings f set occurrences = f.occurrences + x.fresh, started_at = x."startedAt", last_seen_at = ${at},
      updated_at = ${at}, title = x.title, summary = x.summary, severity = x.severity, subjects = x.subjects,
      evidence = x.evidence, attack = x.attack
    from jsonb_to_recordset(${json(rows)}) as x(id uuid, fresh integer, "startedAt" timestamptz, title text, summary text,
      severity text, subjects jsonb, evidence jsonb, attack text[])
    where f.id = x.id`);
}

async function tell(ctx: Within, placed: readonly Placed[]): Promise<void> {
  const events = placed.flatMap(({ act, findingId, latest, startedAt, endedAt }): DomainEvent[] => {
    const isOpened = act === "open" || act === "open-resolved";
    const opened = isOpened ? [openedEvent(findingId, { ...latest, startedAt: new Date(startedAt) })] : [];
    if (act !== "resolve" && act !== "open-resolved") return opened;
    const resolved: DomainEvent = {
      kind: "finding.resolved",
      title: `Resolved: ${latest.title}`,
      happenedAt: new Date(endedAt ?? startedAt),
      subjects: { ...latest.subjects, finding: findingId },
      figures: { status: "resolved", by: latest.source },
    };
    return [...opened, resolved];
  });
  await recordDomainEvents(ctx, events);
  const changed = placed.find(({ act }) => act !== "nothing");
  // Pages draw anew what they show, whichever finding is named.
  if (changed) await notifyInTransaction(ctx.db, { kind: "finding", id: changed.findingId });
}
