import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { Reason } from "../incident";
import { tellIncident } from "../tell-incident";
import { rangeOf, readWhen } from "../when/when";
import { EntryFields } from "./entry";
import { replaceEntry } from "./replace-entry";

export const CorrectEntry = z.object({ id: z.uuid(), revision: z.int(), entry: EntryFields, reason: Reason });
export type CorrectEntry = z.input<typeof CorrectEntry>;

/** Corrects an event as it was read at `revision`; the former text stays readable. Conflict "stale_revision". */
export async function correctEntry(ctx: Ctx, input: CorrectEntry): Promise<void> {
  requirePermission(ctx.actor, "incident.write");
  const { entry, ...of } = parseInput(CorrectEntry, input);
  const { when, ...fields } = entry;
  const value = readWhen(when, ctx.now);
  await ctx.db.transaction(async (db) => {
    const set = { ...fields, value, ...rangeOf(value), withdrawnAt: null };
    const former = await replaceEntry({ ...ctx, db }, of, set);
    await tellIncident({ ...ctx, db }, former.incidentId, {
      action: "incident.correct-entry",
      before: { entry: of.id, revision: of.revision },
      after: { revision: of.revision + 1, reason: of.reason },
    });
  });
}
