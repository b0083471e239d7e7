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

/** Whoever could not say who they are: a wrong token, a sign-in that was refused. */
export type Nobody = { kind: "nobody"; id: string; name: string; address?: string };

/** Writes the audit row of a change. Takes a transaction, so that the row and the change stand or fall together. */
export async function recordAudit(
  ctx: { db: Transaction; actor: Actor | Nobody; now: Date },
  entry: AuditEntry,
): Promise<void> {
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
