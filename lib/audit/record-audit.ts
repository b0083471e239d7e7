import type { Transaction } from "@/db/client";
import { auditLog } from "@/db/schema/access";
import type { Actor } from "@/lib/context";

export type AuditEntry = {
  /** entity.verb, e.g. "device.quarantine" */
  action: string;
  target: { kind: string; id: string };
  /** What changed; never a secret and never a contact datum in clear. */
  before?: unknown;
  after?: unknown;
};

/** Writes the audit row of a change. Takes a transaction, so that the row and the change stand or fall together. */
export async function recordAudit(ctx: { db: Transaction; actor: Actor; now: Date }, entry: AuditEntry): Promise<void> {
  await ctx.db.insert(auditLog).values({
    at: ctx.now,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    action: entry.action,
    targetKind: entry.target.kind,
    targetId: entry.target.id,
    before: entry.before ?? null,
    after: entry.after ?? null,
    address: ctx.actor.kind === "system" ? null : (ctx.actor.address ?? null),
  });
}
