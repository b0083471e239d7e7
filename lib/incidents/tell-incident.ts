import { recordAudit } from "@/lib/audit/record-audit";
import type { TransactionCtx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";

export type Told = {
  /** entity.verb of the audit row. */
  action: string;
  before?: unknown;
  after?: unknown;
  /** For the timeline; without, the audit row alone tells it. */
  event?: { kind: string; title: string; happenedAt?: Date; figures?: Record<string, unknown> };
};

/** The audit row, the event of the timeline and the notice to open pages of one change, in its transaction. */
export async function tellIncident(ctx: TransactionCtx, incidentId: string, told: Told): Promise<void> {
  const { action, before, after, event } = told;
  await recordAudit(ctx, { action, target: { kind: "incident", id: incidentId }, before, after });
  if (event) {
    const { kind, title, happenedAt = ctx.now, figures = {} } = event;
    const subjects = { incident: incidentId };
    await recordDomainEvent(ctx, { kind, title, happenedAt, subjects, figures: { ...figures, by: ctx.actor.name } });
  }
  await notifyInTransaction(ctx.db, { kind: "incident", id: incidentId });
}
