import { sql } from "drizzle-orm";
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
  const { actor } = ctx;
  const address = actor.kind === "system" ? null : (actor.address ?? null);
  // Not drizzle's insert, which names every column: the roles may set neither the id nor the transaction.
  await ctx.db.execute(sql`
    insert into ${auditLog} (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, before, after, address)
    values (${ctx.now.toISOString()}::timestamptz, ${actor.kind}, ${actor.id}, ${actor.name}, ${entry.action},
      ${entry.target.kind}, ${entry.target.id}, ${jsonOf(entry.before)}::jsonb, ${jsonOf(entry.after)}::jsonb,
      ${address}::inet)`);
}

const jsonOf = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);
