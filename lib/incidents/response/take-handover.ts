import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { incidentHandovers } from "@/db/schema/incident-work";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { tellIncident } from "../tell-incident";

export const TakeHandover = z.object({ id: z.uuid() });
export type TakeHandover = z.input<typeof TakeHandover>;

/**
 * Signs a note of a former shift: read, and taken over. Of two who do it at once one has. Throws not_found "handover_not_found",
 * conflict "handover_taken" with who has it, unprocessable "own_handover".
 */
export async function takeHandover(ctx: Ctx, input: TakeHandover): Promise<void> {
  requirePermission(ctx.actor, "incident.write");
  const { id } = parseInput(TakeHandover, input);
  await ctx.db.transaction(async (db) => {
    const [note] = await db.select().from(incidentHandovers).where(eq(incidentHandovers.id, id));
    if (!note) throw new AppError("not_found", "handover_not_found", "There is no such hand-over note.");
    if (note.writtenById === ctx.actor.id) {
      throw new AppError("unprocessable", "own_handover", "It is your own note: somebody else takes over.");
    }
    const [taken] = await db
      .update(incidentHandovers)
      .set({ takenById: ctx.actor.id, takenByName: ctx.actor.name, takenAt: ctx.now })
      .where(and(eq(incidentHandovers.id, id), isNull(incidentHandovers.takenAt)))
      .returning({ id: incidentHandovers.id });
    if (!taken) {
      const [now] = await db.select().from(incidentHandovers).where(eq(incidentHandovers.id, id));
      throw new AppError("conflict", "handover_taken", `${now?.takenByName ?? "Somebody"} has taken it over already.`);
    }
    await tellIncident({ ...ctx, db }, note.incidentId, {
      action: "incident.take-handover",
      after: { handover: id },
      event: {
        kind: "incident.taken-over",
        title: `${ctx.actor.name} took over from ${note.writtenByName}`,
        figures: { handover: id },
      },
    });
  });
}
