import { and, desc, inArray, isNull, ne } from "drizzle-orm";
import { findings } from "@/db/schema/findings";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { CollapseEvidence, collapseRule, outageRule } from "./collapse-evidence";

/**
 * What is wrong with the connections of the fleet at this moment, in words that follow "but", the newest first; null while nothing is. A suppressed
 * finding counts too: it is known, not over.
 */
export async function fallGoingOn(ctx: Ctx): Promise<string | null> {
  requirePermission(ctx.actor, "finding.read");
  const [row] = await ctx.db
    .select({ rule: findings.rule, evidence: findings.evidence })
    .from(findings)
    .where(
      and(
        inArray(findings.rule, [collapseRule, outageRule]),
        ne(findings.status, "resolved"),
        isNull(findings.endedAt),
      ),
    )
    .orderBy(desc(findings.startedAt), desc(findings.id))
    .limit(1);
  if (!row) return null;
  if (row.rule === outageRule) return "nothing reaches the gateways";
  const evidence = CollapseEvidence.safeParse(row.evidence).data;
  return evidence ? `a collapse of ${evidence.group.label} is going on` : "a collapse is going on";
}
