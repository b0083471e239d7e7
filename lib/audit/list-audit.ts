import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { auditLog } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";

const words = z.string().trim().min(1).max(200).optional();

export const AuditFilter = z.object({
  /** Name or id. */
  actor: words,
  /** One action, "token.revoke", or all of an entity, "token.". */
  action: words,
  /** Id of what was changed, or kind and id: "token:4711". */
  target: words,
  from: z.date().optional(),
  to: z.date().optional(),
});

export const ListAudit = AuditFilter.extend({
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

const AuditPlace = z.tuple([
  z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/),
  z.number().int().nonnegative(),
]);
export type AuditPlace = z.output<typeof AuditPlace>;
const Uuid = z.uuid();

export type AuditRow = {
  id: number;
  at: Date;
  actorKind: string;
  actorId: string;
  actorName: string;
  action: string;
  targetKind: string;
  targetId: string;
  before: unknown;
  after: unknown;
  address: string | null;
};

/** The trail, the newest first, paged by (time, id). */
export async function listAudit(
  ctx: Ctx,
  input: z.input<typeof ListAudit> = {},
): Promise<{ items: AuditRow[]; next: string | null }> {
  requirePermission(ctx.actor, "audit.read");
  const { cursor, limit, ...filter } = parseInput(ListAudit, input);
  const after = cursor ? decodeCursor(AuditPlace, cursor) : null;
  const { items, last } = await readAuditPage(ctx.db, filter, after, limit);
  return { items, next: last && encodeCursor(last) };
}

/** Up to `limit` rows after a place; `last` is where the next page begins, null where there is none. Checks no permission. */
export async function readAuditPage(
  db: Database,
  { actor, action, target, from, to }: z.output<typeof AuditFilter>,
  after: AuditPlace | null,
  limit: number,
): Promise<{ items: AuditRow[]; last: AuditPlace | null }> {
  const rows = await db
    .select({
      id: auditLog.id,
      at: auditLog.at,
      actorKind: auditLog.actorKind,
      actorId: auditLog.actorId,
      actorName: auditLog.actorName,
      action: auditLog.action,
      targetKind: auditLog.targetKind,
      targetId: auditLog.targetId,
      before: auditLog.before,
      after: auditLog.after,
      address: auditLog.address,
      // With its microseconds, which a Date has not: a cursor must not skip or repeat rows.
      place: sql<string>`${auditLog.at}::text`,
    })
    .from(auditLog)
    .where(
      and(
        actor ? eq(Uuid.safeParse(actor).success ? auditLog.actorId : auditLog.actorName, actor) : undefined,
        action ? isAction(action) : undefined,
        target ? isTarget(target) : undefined,
        from ? gte(auditLog.at, from) : undefined,
        to ? lt(auditLog.at, to) : undefined,
        after ? before(after) : undefined,
      ),
    )
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(limit + 1);
  const last = rows[limit - 1];
  return {
    items: rows.slice(0, limit).map(({ place: _, ...row }) => row),
    last: rows.length > limit && last ? [last.place, last.id] : null,
  };
}

const before = ([at, id]: AuditPlace): SQL =>
  // By way of text: the driver sends a timestamptz as a Date, without its microseconds.
  sql`(${auditLog.at}, ${auditLog.id}) < (${at}::text::timestamptz, ${id}::bigint)`;

function isAction(action: string): SQL {
  return action.endsWith(".") ? sql`starts_with(${auditLog.action}, ${action})` : eq(auditLog.action, action);
}

function isTarget(target: string): SQL | undefined {
  const colon = target.indexOf(":");
  if (colon < 0) return eq(auditLog.targetId, target);
  return and(eq(auditLog.targetKind, target.slice(0, colon)), eq(auditLog.targetId, target.slice(colon + 1)));
}
