import { eq } from "drizzle-orm";
import { z } from "zod";
import { incidents } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { asIncident, type Incident, IncidentFields, incidentColumns } from "./incident";
import { requireIncident } from "./require-incident";
import { tellIncident } from "./tell-incident";

export const UpdateIncident = z.object({ id: z.uuid(), version: z.int(), fields: IncidentFields.partial() });
export type UpdateIncident = z.input<typeof UpdateIncident>;

/** Edits an incident as it was read at `version`; fields that are not named stay. Conflict "stale_version" with what stands now. */
export async function updateIncident(ctx: Ctx, input: UpdateIncident): Promise<Incident> {
  requirePermission(ctx.actor, "incident.write");
  const { id, version, fields } = parseInput(UpdateIncident, input);
  return ctx.db.transaction(async (db) => {
    const before = await requireIncident(db, id, version);
    const changed = Object.entries(fields).filter(
      // The keys are those of IncidentFields.
      ([name, value]) => value !== undefined && value !== before[name as keyof IncidentFields],
    );
    if (changed.length === 0) return before;
    const [row] = await db
      .update(incidents)
      .set({ ...Object.fromEntries(changed), version: version + 1, updatedAt: ctx.now })
      .where(eq(incidents.id, id))
      .returning(incidentColumns);
    if (!row) throw new Error("a locked incident was not updated");
    const names = changed.map(([name]) => name);
    const of = (incident: Incident) =>
      Object.fromEntries(names.map((name) => [name, incident[name as keyof IncidentFields]]));
    const after = asIncident(row);
    await tellIncident({ ...ctx, db }, id, {
      action: "incident.update",
      before: of(before),
      after: of(after),
      event: {
        kind: names.includes("severity") ? "incident.severity-set" : "incident.updated",
        title: names.includes("severity")
          ? `${before.reference}: severity ${before.severity} became ${after.severity}`
          : `${before.reference}: ${names.join(", ")} edited`,
        figures: { before: of(before), after: of(after) },
      },
    });
    return after;
  });
}
