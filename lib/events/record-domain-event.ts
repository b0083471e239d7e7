import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { IncidentCause } from "@/lib/context";

export type DomainEvent = {
  /** entity.verb, e.g. "finding.opened", "policy.set" */
  kind: string;
  title: string;
  happenedAt: Date;
  happenedUntil?: Date;
  /** What it is about, by kind: {"finding": "…", "provider": "…"} */
  subjects?: Record<string, string | number>;
  /** Figures frozen as they were now, with their unit in the name. */
  figures?: Record<string, unknown>;
};

type EventCtx = { db: Transaction; now: Date; incident?: IncidentCause };

/** Appends to the one table that timelines read, in the transaction of what it tells. */
export async function recordDomainEvent(ctx: EventCtx, event: DomainEvent): Promise<void> {
  await recordDomainEvents(ctx, [event]);
}

/** The same for several that happened in one act. */
export async function recordDomainEvents(ctx: EventCtx, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ kind, title, happenedAt, happenedUntil, subjects = {}, figures = {} }) => ({
    // Half a character is no text to jsonb, though it may stand in a title.
    ...{ kind, title: title.replaceAll(/\p{Surrogate}/gu, "\ufffd"), figures },
    // What was done from an incident stands in its timeline.
    subjects: ctx.incident ? { incident: ctx.incident.id, ...subjects } : subjects,
    ...{ happenedAt: happenedAt.toISOString(), happenedUntil: happenedUntil?.toISOString() ?? null },
  }));
  // One parameter however many there are: of a thousand events each with its own the server would read seven thousand.
  await ctx.db.execute(sql`
    insert into domain_events (kind, title, happened_at, happened_until, recorded_at, subjects, figures)
    select kind, title, "happenedAt", "happenedUntil", ${ctx.now.toISOString()}::timestamptz, subjects, figures
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x(kind text, title text, "happenedAt" timestamptz,
      "happenedUntil" timestamptz, subjects jsonb, figures jsonb)`);
}
