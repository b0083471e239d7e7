import { asc, desc, inArray, sql } from "drizzle-orm";
import { incidentIndicators } from "@/db/schema/evidence";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { familyIds } from "../family-ids";
import { type Indicator, mostIndicators } from "./indicator";
import type { IndicatorKind } from "./indicator-kinds";

/** The indicators of an incident and of all that was merged into it: the latest first, those that were taken back last; 1,000 at most. */
export async function listIndicators(ctx: Ctx, incidentId: string): Promise<Indicator[]> {
  requirePermission(ctx.actor, "incident.read");
  const rows = await ctx.db
    .select()
    .from(incidentIndicators)
    .where(inArray(incidentIndicators.incidentId, await familyIds(ctx.db, { id: incidentId })))
    .orderBy(
      sql`${incidentIndicators.withdrawnAt} is not null`,
      desc(incidentIndicators.addedAt),
      asc(incidentIndicators.kind),
      asc(incidentIndicators.id),
    )
    .limit(mostIndicators);
  return rows.map(({ withdrawnAt: at, withdrawnBy: by, withdrawnReason: reason, kind, ...row }) => ({
    ...row,
    // The column holds what WrittenIndicator let in.
    kind: kind as IndicatorKind,
    withdrawn: at && by !== null && reason !== null ? { by, at, reason } : null,
  }));
}
