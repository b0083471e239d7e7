import { desc, inArray } from "drizzle-orm";
import { incidentEvidence } from "@/db/schema/evidence";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { familyIds } from "../family-ids";
import { asEvidence, type EvidenceFile, evidenceColumns } from "./evidence-file";
import { mostEvidenceFiles } from "./evidence-limits";

/** What is kept of an incident and of all that was merged into it, the latest first; 500 at most. */
export async function listEvidence(ctx: Ctx, incidentId: string): Promise<EvidenceFile[]> {
  requirePermission(ctx.actor, "incident.read");
  const rows = await ctx.db
    .select(evidenceColumns)
    .from(incidentEvidence)
    .where(inArray(incidentEvidence.incidentId, await familyIds(ctx.db, { id: incidentId })))
    .orderBy(desc(incidentEvidence.addedAt), desc(incidentEvidence.id))
    .limit(mostEvidenceFiles);
  return rows.map(asEvidence);
}
