import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { domainEvents } from "@/db/schema/findings";
import { incidentEntries, incidentEventPins } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx, TransactionCtx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { familyIds } from "../family-ids";
import { lockIncidents } from "../require-incident";
import { tellIncident } from "../tell-incident";

export const PinItem = z.object({
  incidentId: z.uuid(),
  /** As the timeline names it: entry:<id> or event:<id> */
  item: z.string().regex(/^(entry:[0-9a-f-]{36}|event:\d{1,15})$/, "not an event of a timeline"),
  isPinned: z.boolean(),
});
export type PinItem = z.input<typeof PinItem>;

/** Pins an event of a timeline, or takes the pin away; saying it again changes nothing. Throws not_found "entry_not_found". */
export async function pinItem(ctx: Ctx, input: PinItem): Promise<void> {
  requirePermission(ctx.actor, "incident.write");
  const { incidentId, item, isPinned } = parseInput(PinItem, input);
  await ctx.db.transaction(async (db) => {
    const tx = { ...ctx, db };
    await lockIncidents(db, [incidentId]);
    const isChanged = item.startsWith("entry:")
      ? await pinEntry(tx, incidentId, item.slice(6), isPinned)
      : await pinEvent(tx, incidentId, Number(item.slice(6)), isPinned);
    if (isChanged) await tellIncident(tx, incidentId, { action: "incident.pin", after: { item, isPinned } });
  });
}

async function pinEntry({ db }: TransactionCtx, incidentId: string, id: string, isPinned: boolean): Promise<boolean> {
  const { incidentId: holder, isPinned: pinned } = incidentEntries;
  const [row] = await db.select({ holder, pinned }).from(incidentEntries).where(eq(incidentEntries.id, id));
  if (!row || !(await familyIds(db, { id: incidentId })).includes(row.holder)) throw notThere();
  if (row.pinned === isPinned) return false;
  await db.update(incidentEntries).set({ isPinned }).where(eq(incidentEntries.id, id));
  return true;
}

async function pinEvent(
  { db, actor, now }: TransactionCtx,
  incidentId: string,
  eventId: number,
  isPinned: boolean,
): Promise<boolean> {
  const [event] = await db.select({ id: domainEvents.id }).from(domainEvents).where(eq(domainEvents.id, eventId));
  if (!event) throw notThere();
  const row = { incidentId, eventId, pinnedBy: actor.name, pinnedAt: now };
  const changed = isPinned
    ? await db.insert(incidentEventPins).values(row).onConflictDoNothing().returning()
    : await db
        .delete(incidentEventPins)
        .where(and(eq(incidentEventPins.incidentId, incidentId), eq(incidentEventPins.eventId, eventId)))
        .returning();
  return changed.length > 0;
}

const notThere = () => new AppError("not_found", "entry_not_found", "There is no such event in this timeline.");
