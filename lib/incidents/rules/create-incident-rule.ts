import { sql } from "drizzle-orm";
import { incidentRules } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { IncidentRuleFields } from "./incident-rule";
import { mostRules, readIncidentRules } from "./list-incident-rules";

/** Sets a rule under which findings open incidents from now on. Returns its id. Conflict "too_many_rules" beyond 100. */
export async function createIncidentRule(ctx: Ctx, input: IncidentRuleFields): Promise<string> {
  requirePermission(ctx.actor, "incident-rule.write");
  const fields = parseInput(IncidentRuleFields, input);
  return ctx.db.transaction(async (db) => {
    await db.execute(sql`lock table ${incidentRules} in share row exclusive mode`);
    if ((await readIncidentRules(db)).length >= mostRules) {
      throw new AppError("conflict", "too_many_rules", `There are ${mostRules} rules: take one back first.`);
    }
    const [row] = await db
      .insert(incidentRules)
      .values({ ...fields, createdBy: ctx.actor.name, createdAt: ctx.now })
      .returning({ id: incidentRules.id });
    if (!row) throw new Error("an insert returned no row");
    const target = { kind: "incident-rule", id: row.id };
    await recordAudit({ ...ctx, db }, { action: "incident-rule.create", target, after: fields });
    return row.id;
  });
}
