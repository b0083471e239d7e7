import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { findingSuppressions } from "@/db/schema/findings";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Actor, Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";
import { mostAtOnce } from "../triage/change-findings";
import { letGo } from "./hold-findings";

export const RevokeSuppressions = z.object({ ids: z.array(z.uuid()).min(1).max(mostAtOnce) });

/**
 * Ends suppressions before their time, all or none: what they held is open again. Conflict "suppression_ended" when one of
 * them ended already, not_found "suppression_not_found". Returns how many findings came back.
 */
export async function revokeSuppressions(ctx: Ctx, input: z.input<typeof RevokeSuppressions>): Promise<number> {
  requirePermission(ctx.actor, "finding.write");
  const ids = [...new Set(parseInput(RevokeSuppressions, input).ids)].sort();
  return ctx.db.transaction(async (db) => {
    let back = 0;
    for (const id of ids) {
      const ended = await endSuppression({ ...ctx, db }, id, "revoked");
      if (ended === null) throw await whyNot(db, id);
      back += ended;
    }
    return back;
  });
}

async function whyNot(db: Transaction, id: string): Promise<AppError> {
  const [row] = await db
    .select({ how: findingSuppressions.endedHow, by: findingSuppressions.endedBy })
    .from(findingSuppressions)
    .where(eq(findingSuppressions.id, id));
  if (!row) return new AppError("not_found", "suppression_not_found", "There is no such suppression.");
  const message = row.how === "expired" ? "Its time was up already." : `${row.by} revoked it already.`;
  return new AppError("conflict", "suppression_ended", message);
}

/** Ends the suppressions whose time is up, at most 100 at once. Returns how many; the worker's, safe to run beside another. */
export async function endExpiredSuppressions(ctx: Ctx): Promise<number> {
  requirePermission(ctx.actor, "finding.write");
  const { id, until, endedAt } = findingSuppressions;
  const due = await ctx.db
    .select({ id, until })
    .from(findingSuppressions)
    .where(isNull(endedAt))
    .orderBy(asc(until), asc(id))
    .limit(100);
  let count = 0;
  for (const one of due) {
    if (one.until > ctx.now) break;
    const ended = await ctx.db.transaction((db) => endSuppression({ ...ctx, db }, one.id, "expired"));
    if (ended !== null) count += 1;
  }
  return count;
}

/** Ends one, unless it has ended: null then, else how many findings came back. */
async function endSuppression(
  ctx: { db: Transaction; actor: Actor; now: Date },
  id: string,
  how: "revoked" | "expired",
): Promise<number | null> {
  const [row] = await ctx.db
    .update(findingSuppressions)
    .set({ endedAt: ctx.now, endedHow: how, endedBy: how === "revoked" ? ctx.actor.name : null })
    .where(and(inArray(findingSuppressions.id, [id]), isNull(findingSuppressions.endedAt)))
    .returning({ reason: findingSuppressions.reason });
  if (!row) return null;
  const back = await letGo(ctx, id, how);
  const action = how === "revoked" ? "suppression.revoke" : "suppression.expire";
  await recordAudit(ctx, { action, target: { kind: "suppression", id }, after: { back } });
  await recordDomainEvent(ctx, {
    kind: `suppression.${how}`,
    title: how === "revoked" ? `Suppression revoked by ${ctx.actor.name}` : "A suppression's time was up",
    happenedAt: ctx.now,
    subjects: { suppression: id },
    figures: { reason: row.reason, back },
  });
  await notifyInTransaction(ctx.db, { kind: "finding", id });
  return back;
}
