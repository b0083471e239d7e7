import { and, eq, isNull } from "drizzle-orm";
import { incidentIndicators } from "@/db/schema/evidence";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { tellIncident } from "../tell-incident";
import { WithdrawIndicator } from "./indicator";

/** Takes an indicator back, which was none after all. Throws not_found "indicator_not_found", conflict "indicator_withdrawn". */
export async function withdrawIndicator(ctx: Ctx, input: WithdrawIndicator): Promise<void> {
  requirePermission(ctx.actor, "incident.write");
  const { id, reason } = parseInput(WithdrawIndicator, input);
  await ctx.db.transaction(async (db) => {
    const [row] = await db
      .update(incidentIndicators)
      .set({ withdrawnAt: ctx.now, withdrawnBy: ctx.actor.name, withdrawnReason: reason })
      .where(and(eq(incidentIndicators.id, id), isNull(incidentIndicators.withdrawnAt)))
      .returning();
    if (!row) {
      const isThere = (await db.$count(incidentIndicators, eq(incidentIndicators.id, id))) > 0;
      if (!isThere) throw new AppError("not_found", "indicator_not_found", "There is no such indicator.");
      throw new AppError("conflict", "indicator_withdrawn", "Somebody took this indicator back already.");
    }
    const { incidentId, kind, value } = row;
    await tellIncident({ ...ctx, db }, incidentId, {
      action: "incident.withdraw-indicator",
      before: { indicator: id, kind, value },
      after: { reason },
    });
  });
}
