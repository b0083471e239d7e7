import { and, asc, gte, isNull, lt, or, sql } from "drizzle-orm";
import { changes } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import type { Change } from "./change";
import { asChange, changeColumns } from "./change-columns";

const mostChanges = 500;

/** Changes that touch [from, to), by start; the first 500. A change without an end is a moment. */
export async function listChanges(ctx: Pick<Ctx, "db" | "actor">, span: { from: Date; to: Date }): Promise<Change[]> {
  requirePermission(ctx.actor, "change.read");
  const rows = await ctx.db
    .select(changeColumns)
    .from(changes)
    .where(
      and(
        isNull(changes.deletedAt),
        lt(changes.startsAt, span.to),
        or(gte(changes.startsAt, span.from), sql`${changes.endsAt} > ${span.from.toISOString()}`),
      ),
    )
    .orderBy(asc(changes.startsAt), asc(changes.id))
    .limit(mostChanges);
  return rows.map(asChange);
}
