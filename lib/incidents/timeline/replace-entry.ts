import { eq } from "drizzle-orm";
import { incidentEntries, incidentEntryRevisions } from "@/db/schema/incidents";
import { AppError } from "@/lib/app-error";
import type { TransactionCtx } from "@/lib/context";

type Entry = typeof incidentEntries.$inferSelect;

/** What a form shows as the difference when somebody else was faster. */
const shownOf = ({ kind, body, value, source, isPrivate, withdrawnAt }: Entry) => ({
  ...{ kind, body, source, isPrivate, when: value },
  isWithdrawn: withdrawnAt !== null,
});

/**
 * Puts `set` in the place of what an entry said at `revision`; the former text stays in the revisions. Throws not_found
 * "entry_not_found", conflict "stale_revision" with what stands there now.
 */
export async function replaceEntry(
  { db, actor, now }: TransactionCtx,
  { id, revision, reason }: { id: string; revision: number; reason: string },
  set: Partial<Entry>,
): Promise<Entry> {
  const [former] = await db.select().from(incidentEntries).where(eq(incidentEntries.id, id)).for("update");
  if (!former) throw new AppError("not_found", "entry_not_found", "There is no such event in the timeline.");
  if (former.revision !== revision) {
    const message = "Somebody corrected this event meanwhile: look at what is different, then save again.";
    const details = { revision: former.revision, current: shownOf(former) };
    throw new AppError("conflict", "stale_revision", message, details);
  }
  const { kind, body, value, source, links, isPrivate } = former;
  await db.insert(incidentEntryRevisions).values({
    ...{ entryId: id, revision, kind, body, value, source, links, isPrivate },
    ...{ replacedBy: actor.name, replacedAt: now, reason },
  });
  await db
    .update(incidentEntries)
    .set({ ...set, revision: revision + 1, updatedAt: now })
    .where(eq(incidentEntries.id, id));
  return former;
}
