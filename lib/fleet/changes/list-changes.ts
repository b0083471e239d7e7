import { asc } from "drizzle-orm";
import { changes } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import type { Change } from "./change";
import { asChange, changeColumns } from "./change-columns";
import { changesWithin } from "./changes-within";

const mostChanges = 500;

/** Changes that touch [from, to), by start; the first 500. */
export async function listChanges(ctx: Pick<Ctx, "db" | "actor">, span: { from: Date; to: Date }): Promise<Change[]> {
  requirePermission(ctx.actor, "change.read");
  const rows = await ctx.db
    .select(changeColumns)
    .from(changes)
    .where(changesWithin(span))
    .orderBy(asc(changes.startsAt), asc(changes.id))
    .limit(mostChanges);
  return rows.map(asChange);
}
