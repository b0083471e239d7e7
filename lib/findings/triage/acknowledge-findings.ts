import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { changeFindings, type ItemResult, SeenFindings } from "./change-findings";

export const AcknowledgeFindings = z.object({ seen: SeenFindings });
export type AcknowledgeFindings = z.input<typeof AcknowledgeFindings>;

/** Says that the caller looks at them: in progress, and theirs unless they are somebody's. One result for each. */
export async function acknowledgeFindings(ctx: Ctx, input: AcknowledgeFindings): Promise<ItemResult[]> {
  requirePermission(ctx.actor, "finding.write");
  const { seen } = parseInput(AcknowledgeFindings, input);
  const by = ctx.actor.kind === "user" ? ctx.actor.id : null;
  return ctx.db.transaction((db) =>
    changeFindings(ctx, db, { seen, verb: "acknowledge", actOf: () => ({ kind: "acknowledge", by }) }),
  );
}

/** Takes acknowledgements back: new again. One result for each. */
export async function releaseFindings(ctx: Ctx, input: AcknowledgeFindings): Promise<ItemResult[]> {
  requirePermission(ctx.actor, "finding.write");
  const { seen } = parseInput(AcknowledgeFindings, input);
  return ctx.db.transaction((db) =>
    changeFindings(ctx, db, { seen, verb: "release", actOf: () => ({ kind: "release" }) }),
  );
}
