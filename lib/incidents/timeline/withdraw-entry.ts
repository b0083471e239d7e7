import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { Reason } from "../incident";
import { tellIncident } from "../tell-incident";
import { replaceEntry } from "./replace-entry";

export const WithdrawEntry = z.object({ id: z.uuid(), revision: z.int(), reason: Reason });
export type WithdrawEntry = z.input<typeof WithdrawEntry>;

/** Takes an event back: it stays where it was, marked so; correcting it brings it back. Conflict "stale_revision". */
export async function withdrawEntry(ctx: Ctx, input: WithdrawEntry): Promise<void> {
  requirePermission(ctx.actor, "incident.write");
  const of = parseInput(WithdrawEntry, input);
  await ctx.db.transaction(async (db) => {
    const former = await replaceEntry({ ...ctx, db }, of, { withdrawnAt: ctx.now });
    await tellIncident({ ...ctx, db }, former.incidentId, {
      action: "incident.withdraw-entry",
      before: { entry: of.id, revision: of.revision },
      after: { reason: of.reason },
    });
  });
}
