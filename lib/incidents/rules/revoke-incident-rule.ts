import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { incidentRules } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";

export const RevokeIncidentRule = z.object({ id: z.uuid() });

/** Takes a rule back; what it opened stays. Conflict "rule_revoked" when somebody did already. */
export async function revokeIncidentRule(ctx: Ctx, input: z.input<typeof RevokeIncidentRule>): Promise<void> {
  requirePermission(ctx.actor, "incident-rule.write");
  const { id } = parseInput(RevokeIncidentRule, input);
  await ctx.db.transaction(async (db) => {
    const [row] = await db
      .update(incidentRules)
      .set({ revokedAt: ctx.now, revokedBy: ctx.actor.name })
      .where(and(eq(incidentRules.id, id), isNull(incidentRules.revokedAt)))
      .returning({ name: incidentRules.name });
    if (!row) throw new AppError("conflict", "rule_revoked", "There is no such rule in force; it was taken back.");
    await recordAudit(
      { ...ctx, db },
      { action: "incident-rule.revoke", target: { kind: "incident-rule", id }, before: row },
    );
  });
}
