import { eq } from "drizzle-orm";
import { z } from "zod";
import { changes } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";
import { requireChange } from "./require-change";

export const DeleteChange = z.object({ id: z.uuid(), revision: z.number().int() });
export type DeleteChange = z.input<typeof DeleteChange>;

/** Takes an entry out of the calendar; the row stays for the audit. Conflict "stale_revision" as with updateChange. */
export async function deleteChange(ctx: Ctx, input: DeleteChange): Promise<void> {
  requirePermission(ctx.actor, "change.write");
  const { id, revision } = parseInput(DeleteChange, input);
  await ctx.db.transaction(async (db) => {
    const before = await requireChange(db, id, revision);
    await db
      .update(changes)
      .set({ deletedAt: ctx.now, updatedAt: ctx.now, revision: revision + 1 })
      .where(eq(changes.id, id));
    await recordAudit({ ...ctx, db }, { action: "change.delete", target: { kind: "change", id }, before });
    await recordDomainEvent(
      { db, now: ctx.now },
      { kind: "change.deleted", title: `Deleted: ${before.title}`, happenedAt: ctx.now, subjects: { change: id } },
    );
    await notifyInTransaction(db, { kind: "change", id });
  });
}
