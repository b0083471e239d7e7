import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockIncidents, requireNotMerged } from "../require-incident";
import { tellIncident } from "../tell-incident";
import { AddIndicators, normaliseAll } from "./indicator";
import { keepIndicators } from "./keep-indicators";

/**
 * Adds indicators to an incident; those that it has already stay as they are. Returns how many are new. Throws "incident_not_found",
 * conflict "incident_merged" and "too_many_indicators", unprocessable "invalid_indicator" and "invalid_input".
 */
export async function addIndicators(ctx: Ctx, input: AddIndicators): Promise<number> {
  requirePermission(ctx.actor, "incident.write");
  const { incidentId, indicators, note } = parseInput(AddIndicators, input);
  const normal = normaliseAll(indicators);
  return ctx.db.transaction(async (db) => {
    const [incident] = await lockIncidents(db, [incidentId]);
    if (incident) requireNotMerged(incident);
    const added = await keepIndicators({ ...ctx, db }, incidentId, normal, note);
    if (added.length > 0) {
      await tellIncident({ ...ctx, db }, incidentId, { action: "incident.add-indicators", after: { added, note } });
    }
    return added.length;
  });
}
