import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { changeFindings, type ItemResult, SeenFindings } from "./change-findings";

export const ResolveFindings = z.object({
  seen: SeenFindings,
  /** Why it is over, for whoever reads it later. */
  note: z.string().trim().max(2_000).optional(),
});
export type ResolveFindings = z.input<typeof ResolveFindings>;

/** Says that they are over; what still went on ends now. One result for each. */
export async function resolveFindings(ctx: Ctx, input: ResolveFindings): Promise<ItemResult[]> {
  requirePermission(ctx.actor, "finding.write");
  const { seen, note } = parseInput(ResolveFindings, input);
  return ctx.db.transaction((db) =>
    changeFindings(ctx, db, {
      seen,
      verb: "resolve",
      actOf: () => ({ kind: "resolve" }),
      ...(note ? { figures: { note } } : {}),
    }),
  );
}

export const ReopenFindings = z.object({ seen: SeenFindings });

/**
 * Opens resolved ones again, in progress where they were acknowledged. One result for each; conflict "open_elsewhere" for
 * all when the same was found again since one of them was resolved.
 */
export async function reopenFindings(ctx: Ctx, input: z.input<typeof ReopenFindings>): Promise<ItemResult[]> {
  requirePermission(ctx.actor, "finding.write");
  const { seen } = parseInput(ReopenFindings, input);
  return ctx.db.transaction((db) =>
    changeFindings(ctx, db, { seen, verb: "reopen", actOf: () => ({ kind: "reopen" }) }),
  );
}
