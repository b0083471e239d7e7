import { and, asc, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { changes } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import type { Change } from "./change";
import { asChange, changeColumns } from "./change-columns";
import { changesWithin } from "./changes-within";

const Place = z.tuple([z.iso.datetime(), z.uuid()]);
// A Date has milliseconds, the column microseconds: the cursor must not skip rows within one.
const byTime = sql`date_trunc('milliseconds', ${changes.startsAt})`;

/** Changes that touch [from, to), by (start, id), a page at a time. Throws AppError invalid_cursor. */
export async function pageChanges(
  ctx: Ctx,
  query: { from?: Date; to?: Date; cursor?: string; limit?: number },
): Promise<{ items: Change[]; next: string | null }> {
  requirePermission(ctx.actor, "change.read");
  const { from, to, cursor, limit = 100 } = query;
  const after = cursor ? decodeCursor(Place, cursor) : null;
  const rows = await ctx.db
    .select(changeColumns)
    .from(changes)
    .where(and(changesWithin({ from, to }), after ? behind(after) : undefined))
    .orderBy(asc(byTime), asc(changes.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(asChange);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.startsAt.toISOString(), last.id]) : null };
}

const behind = ([at, id]: z.output<typeof Place>): SQL =>
  sql`(${byTime}, ${changes.id}) > (${at}::text::timestamptz, ${id}::uuid)`;
