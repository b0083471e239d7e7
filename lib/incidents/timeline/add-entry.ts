import { z } from "zod";
import { incidentEntries } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockIncidents, requireNotMerged } from "../require-incident";
import { tellIncident } from "../tell-incident";
import { rangeOf, readWhen } from "../when/when";
import { EntryFields } from "./entry";

export const AddEntry = z.object({ incidentId: z.uuid(), entry: EntryFields });
export type AddEntry = z.input<typeof AddEntry>;

/**
 * Writes an event into a timeline, also into that of a closed incident; returns its id. Throws "incident_not_found", conflict
 * "incident_merged", unprocessable "invalid_when" and "invalid_input" with the field.
 */
export async function addEntry(ctx: Ctx, input: AddEntry): Promise<string> {
  requirePermission(ctx.actor, "incident.write");
  const { incidentId, entry } = parseInput(AddEntry, input);
  const { when, ...fields } = entry;
  const value = readWhen(when, ctx.now);
  return ctx.db.transaction(async (db) => {
    const [incident] = await lockIncidents(db, [incidentId]);
    if (incident) requireNotMerged(incident);
    const [row] = await db
      .insert(incidentEntries)
      .values({
        ...{ ...fields, incidentId, value, ...rangeOf(value) },
        ...{ authorId: ctx.actor.id, authorName: ctx.actor.name, recordedAt: ctx.now, updatedAt: ctx.now },
      })
      .returning({ id: incidentEntries.id });
    if (!row) throw new Error("an insert returned no row");
    const { kind, isPrivate } = fields;
    await tellIncident({ ...ctx, db }, incidentId, {
      action: "incident.write-entry",
      after: { entry: row.id, kind, isPrivate },
    });
    return row.id;
  });
}
