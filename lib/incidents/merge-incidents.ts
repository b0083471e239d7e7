import { eq } from "drizzle-orm";
import { z } from "zod";
import { incidents } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { asIncident, type Incident, incidentColumns, Reason } from "./incident";
import { lockIncidents, requireOpen, requireVersion } from "./require-incident";
import { tellIncident } from "./tell-incident";

export const MergeIncidents = z.object({
  id: z.uuid(),
  version: z.int(),
  intoId: z.uuid(),
  reason: Reason,
});
export type MergeIncidents = z.input<typeof MergeIncidents>;

/**
 * Merges an incident, with all that was merged into it before, into another open one. No row moves or goes: the other one's
 * findings, timeline and people are read over all that it holds. Returns the one that goes on. Conflicts: "stale_version",
 * "incident_merged", "incident_ended"; unprocessable "same_incident".
 */
export async function mergeIncidents(ctx: Ctx, input: MergeIncidents): Promise<Incident> {
  requirePermission(ctx.actor, "incident.write");
  const { id, version, intoId, reason } = parseInput(MergeIncidents, input);
  if (id === intoId) {
    throw new AppError("unprocessable", "same_incident", "An incident cannot be merged into itself.", {
      field: "intoId",
    });
  }
  return ctx.db.transaction(async (db) => {
    const [source, target] = await lockIncidents(db, [id, intoId]);
    if (!source || !target) throw new Error("a locked incident is missing");
    requireVersion(source, version);
    requireOpen(source);
    requireOpen(target);
    await db.update(incidents).set({ rootId: intoId }).where(eq(incidents.rootId, id));
    await db
      .update(incidents)
      .set({ state: "merged", mergedIntoId: intoId, version: version + 1, updatedAt: ctx.now })
      .where(eq(incidents.id, id));
    const [row] = await db
      .update(incidents)
      .set({ version: target.version + 1, updatedAt: ctx.now })
      .where(eq(incidents.id, intoId))
      .returning(incidentColumns);
    if (!row) throw new Error("a locked incident was not updated");
    const figures = { from: source.reference, into: target.reference, reason };
    const title = `${source.reference} was merged into ${target.reference}`;
    await tellIncident({ ...ctx, db }, id, {
      action: "incident.merge",
      before: { state: source.state },
      after: { state: "merged", mergedIntoId: intoId, reason },
    });
    await tellIncident({ ...ctx, db }, intoId, {
      action: "incident.take-in",
      after: { mergedId: id, reason },
      event: { kind: "incident.merged", title, figures },
    });
    return asIncident(row);
  });
}
