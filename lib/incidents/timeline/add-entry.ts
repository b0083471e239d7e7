import { z } from "zod";
import { incidentEntries } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { normaliseAll, WrittenIndicators } from "../indicators/indicator";
import { keepIndicators } from "../indicators/keep-indicators";
import { lockIncidents, requireNotMerged } from "../require-incident";
import { tellIncident } from "../tell-incident";
import { rangeOf, readWhen } from "../when/when";
import { EntryFields } from "./entry";

export const AddEntry = z.object({
  incidentId: z.uuid(),
  entry: EntryFields,
  /** Kept as indicators of the incident, for everyone who reads it, also when the event is for responders alone. */
  indicators: WrittenIndicators.default([]),
});
export type AddEntry = z.input<typeof AddEntry>;

/**
 * Writes an event into a timeline, also into that of a closed incident; returns its id. Throws "incident_not_found", conflict
 * "incident_merged", unprocessable "invalid_when", "invalid_indicator" and "invalid_input" with the field.
 */
export async function addEntry(ctx: Ctx, input: AddEntry): Promise<string> {
  requirePermission(ctx.actor, "incident.write");
  const { incidentId, entry, indicators: written } = parseInput(AddEntry, input);
  const { when, ...fields } = entry;
  const value = readWhen(when, ctx.now);
  const indicators = normaliseAll(written);
  return ctx.db.transaction(async (db) => {
    const [incident] = await lockIncidents(db, [incidentId]);
    if (incident) requireNotMerged(incident);
    const added = await keepIndicators({ ...ctx, db }, incidentId, indicators);
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
      after: { entry: row.id, kind, isPrivate, ...(added.length > 0 ? { indicators: added } : {}) },
    });
    return row.id;
  });
}
