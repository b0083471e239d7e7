import { inArray } from "drizzle-orm";
import { incidentIndicators } from "@/db/schema/evidence";
import { AppError } from "@/lib/app-error";
import type { TransactionCtx } from "@/lib/context";
import { familyIds } from "../family-ids";
import { mostIndicators } from "./indicator";
import type { IndicatorValue } from "./indicator-kinds";

/**
 * Adds what the incident does not have yet; returns that. The caller holds the incident's lock and tells of it. Throws conflict
 * "too_many_indicators".
 */
export async function keepIndicators(
  { db, actor, now }: TransactionCtx,
  incidentId: string,
  indicators: readonly IndicatorValue[],
  note = "",
): Promise<(IndicatorValue & { id: string })[]> {
  if (indicators.length === 0) return [];
  const ofFamily = inArray(incidentIndicators.incidentId, await familyIds(db, { id: incidentId }));
  if ((await db.$count(incidentIndicators, ofFamily)) + indicators.length > mostIndicators) {
    const message = `An incident has at most ${mostIndicators} indicators: keep a longer list as a file.`;
    throw new AppError("conflict", "too_many_indicators", message);
  }
  const { id, kind, value } = incidentIndicators;
  const rows = await db
    .insert(incidentIndicators)
    .values(indicators.map((each) => ({ ...each, incidentId, note, addedBy: actor.name, addedAt: now })))
    .onConflictDoNothing()
    .returning({ id, kind, value });
  // The column holds what IndicatorValue let in.
  return rows as (IndicatorValue & { id: string })[];
}
