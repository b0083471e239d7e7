import { and, inArray } from "drizzle-orm";
import { z } from "zod";
import { findings } from "@/db/schema/findings";
import { incidentFindings } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { familyIds } from "./family-ids";
import { mostFindings } from "./link-findings";
import { lockIncidents, requireOpen } from "./require-incident";
import { tellIncident } from "./tell-incident";

export const LeaveIncident = z.object({
  id: z.uuid(),
  findingIds: z.array(z.uuid()).min(1, "choose at least one finding").max(mostFindings, "at most 500 findings at once"),
});
export type LeaveIncident = z.input<typeof LeaveIncident>;

/**
 * Takes findings out of an open incident, its own and those of what was merged into it; saying it again changes nothing. That they were in
 * it stays in the timeline and in the audit. Returns how many left. Conflicts: "incident_ended", "incident_merged".
 */
export async function leaveIncident(ctx: Ctx, input: LeaveIncident): Promise<{ left: number; reference: string }> {
  requirePermission(ctx.actor, "incident.write");
  const { id, findingIds } = parseInput(LeaveIncident, input);
  return ctx.db.transaction(async (db) => {
    const [incident] = await lockIncidents(db, [id]);
    if (!incident) throw new Error("a locked incident is missing");
    requireOpen(incident);
    const { reference } = incident;
    const removed = await db
      .delete(incidentFindings)
      .where(
        and(
          inArray(incidentFindings.incidentId, await familyIds(db, incident)),
          inArray(incidentFindings.findingId, findingIds),
        ),
      )
      .returning({ id: incidentFindings.findingId });
    const left = [...new Set(removed.map((row) => row.id))];
    const [first] = left;
    if (!first) return { left: 0, reference };
    const [only] =
      left.length === 1
        ? await db
            .select({ title: findings.title })
            .from(findings)
            .where(inArray(findings.id, [first]))
        : [];
    await tellIncident({ ...ctx, db }, id, {
      action: "incident.leave",
      before: { findingIds: left },
      event: {
        kind: "incident.left",
        title: `Taken out of ${reference}: ${only?.title ?? `${left.length} findings`}`,
        figures: { findings: left.length },
      },
    });
    return { left: left.length, reference };
  });
}
