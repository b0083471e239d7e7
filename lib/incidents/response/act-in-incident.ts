import { eq } from "drizzle-orm";
import { z } from "zod";
import { incidents } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { asIncident, incidentColumns } from "../incident";
import { incidentNotFound, requireOpen } from "../require-incident";

/** INC-2024-017, as an address carries it. */
export const IncidentReference = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^INC-\d{4}-\d{3,9}$/, "not the reference of an incident");

/**
 * The context in which acts of other parts are done from an incident: their audit rows name it and their events stand in its timeline.
 * Each act still asks for its own permission. Throws "incident_not_found", conflict "incident_ended", "incident_merged".
 */
export async function actInIncident(ctx: Ctx, reference: string): Promise<Ctx> {
  requirePermission(ctx.actor, "incident.write");
  const parsed = parseInput(IncidentReference, reference);
  const [row] = await ctx.db.select(incidentColumns).from(incidents).where(eq(incidents.reference, parsed));
  if (!row) throw incidentNotFound();
  const incident = asIncident(row);
  requireOpen(incident);
  return { ...ctx, incident: { id: incident.id, reference: incident.reference } };
}
