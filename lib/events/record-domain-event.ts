import type { Transaction } from "@/db/client";
import { domainEvents } from "@/db/schema/findings";
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
  await ctx.db.insert(domainEvents).values(
    events.map((event) => ({
      kind: event.kind,
      title: event.title,
      happenedAt: event.happenedAt,
      happenedUntil: event.happenedUntil ?? null,
      recordedAt: ctx.now,
      // What was done from an incident stands in its timeline.
      subjects: ctx.incident ? { incident: ctx.incident.id, ...event.subjects } : (event.subjects ?? {}),
      figures: event.figures ?? {},
    })),
  );
}
