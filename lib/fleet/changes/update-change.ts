import { eq } from "drizzle-orm";
import { z } from "zod";
import { changes } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";
import { type Change, ChangeInput } from "./change";
import { asChange, changeColumns } from "./change-columns";
import { requireChange } from "./require-change";

export const UpdateChange = z.object({ id: z.uuid(), revision: z.number().int(), change: ChangeInput });
export type UpdateChange = z.input<typeof UpdateChange>;

/** Edits a change as it was read at `revision`. Conflict "stale_revision" when somebody else edited it since. */
export async function updateChange(ctx: Ctx, input: UpdateChange): Promise<Change> {
  requirePermission(ctx.actor, "change.write");
  const { id, revision, change } = parseInput(UpdateChange, input);
  return ctx.db.transaction(async (db) => {
    const before = await requireChange(db, id, revision);
    const [row] = await db
      .update(changes)
      .set({ ...change, endsAt: change.endsAt ?? null, revision: revision + 1, updatedAt: ctx.now })
      .where(eq(changes.id, id))
      .returning(changeColumns);
    if (!row) throw new Error("a locked change was not updated");
    await recordAudit(
      { ...ctx, db },
      { action: "change.update", target: { kind: "change", id }, before: { ...before }, after: row },
    );
    await recordDomainEvent(
      { db, now: ctx.now },
      { kind: "change.updated", title: `Edited: ${row.title}`, happenedAt: ctx.now, subjects: { change: id } },
    );
    await notifyInTransaction(db, { kind: "change", id });
    return asChange(row);
  });
}
