import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { auditLog } from "@/db/schema/access";
import type { Actor, IncidentCause } from "@/lib/context";

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

type AuditCtx = { db: Transaction; actor: Actor | Nobody; now: Date; incident?: IncidentCause };

/** Writes the audit row of a change. Takes a transaction, so that the row and the change stand or fall together. */
export async function recordAudit(ctx: AuditCtx, entry: AuditEntry): Promise<void> {
  await recordAudits(ctx, [entry]);
}

/** The same for several changes of one act, a row each. */
export async function recordAudits(ctx: AuditCtx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { actor } = ctx;
  const address = actor.kind === "system" ? null : (actor.address ?? null);
  const rows = entries.map(
    (entry) => sql`(${ctx.now.toISOString()}::timestamptz, ${actor.kind}, ${actor.id}, ${actor.name}, ${entry.action},
      ${entry.target.kind}, ${entry.target.id}, ${jsonOf(entry.before)}::jsonb, ${jsonOf(afterOf(ctx, entry))}::jsonb,
      ${address}::inet)`,
  );
  // Not drizzle's insert, which names every column: the roles may set neither the id nor the transaction.
  await ctx.db.execute(sql`
    insert into ${auditLog} (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, before, after, address)
    values ${sql.join(rows, sql`, `)}`);
}

/** What was done from an incident names it. */
function afterOf({ incident }: AuditCtx, { after }: AuditEntry): unknown {
  if (!incident) return after;
  const isObject = typeof after === "object" && after !== null && !Array.isArray(after);
  return {
    ...(isObject ? after : after === undefined || after === null ? {} : { after }),
    incident: incident.reference,
  };
}

const jsonOf = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);
