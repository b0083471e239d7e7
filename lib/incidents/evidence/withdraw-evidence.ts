import { and, eq, isNull } from "drizzle-orm";
import { incidentEvidence } from "@/db/schema/evidence";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { tellIncident } from "../tell-incident";
import { WithdrawEvidence } from "./evidence-file";
import { evidenceNotFound } from "./evidence-not-found";

/**
 * Takes a file back: it stays, with who, when and why, and can still be read. Throws not_found "evidence_not_found" and conflict
 * "evidence_withdrawn".
 */
export async function withdrawEvidence(ctx: Ctx, input: WithdrawEvidence): Promise<void> {
  requirePermission(ctx.actor, "incident.write");
  const { id, reason } = parseInput(WithdrawEvidence, input);
  await ctx.db.transaction(async (db) => {
    const [row] = await db
      .update(incidentEvidence)
      .set({ withdrawnAt: ctx.now, withdrawnBy: ctx.actor.name, withdrawnReason: reason })
      .where(and(eq(incidentEvidence.id, id), isNull(incidentEvidence.withdrawnAt)))
      .returning();
    if (!row) {
      const isThere = (await db.$count(incidentEvidence, eq(incidentEvidence.id, id))) > 0;
      if (!isThere) throw evidenceNotFound();
      throw new AppError("conflict", "evidence_withdrawn", "Somebody took this file back already.");
    }
    await tellIncident({ ...ctx, db }, row.incidentId, {
      action: "incident.withdraw-evidence",
      before: { evidence: id, name: row.name, sha256: row.sha256 },
      after: { reason },
      event: {
        kind: "incident.evidence-withdrawn",
        title: `Evidence was taken back: ${row.name}`,
        figures: { file: id, reason },
      },
    });
  });
}
