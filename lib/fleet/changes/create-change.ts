import { changes } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";
import { type Change, ChangeInput } from "./change";
import { asChange, changeColumns } from "./change-columns";

/** Enters a change in the calendar. */
export async function createChange(ctx: Ctx, input: ChangeInput): Promise<Change> {
  requirePermission(ctx.actor, "change.write");
  const entered = parseInput(ChangeInput, input);
  return ctx.db.transaction(async (db) => {
    const [row] = await db
      .insert(changes)
      .values({ ...entered, createdBy: ctx.actor.name, createdAt: ctx.now, updatedAt: ctx.now })
      .returning(changeColumns);
    if (!row) throw new Error("an insert returned no row");
    await recordAudit({ ...ctx, db }, { action: "change.create", target: { kind: "change", id: row.id }, after: row });
    await recordDomainEvent(
      { db, now: ctx.now },
      {
        kind: "change.created",
        title: row.title,
        happenedAt: row.startsAt,
        ...(row.endsAt ? { happenedUntil: row.endsAt } : {}),
        subjects: { change: row.id },
      },
    );
    await notifyInTransaction(db, { kind: "change", id: row.id });
    return asChange(row);
  });
}
