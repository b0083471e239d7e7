import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { incidentHandovers, incidentTasks } from "@/db/schema/incident-work";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockIncidents, requireNotMerged } from "../require-incident";
import { tellIncident } from "../tell-incident";
import type { HandoverFigures } from "./handover";
import { requireOwner } from "./require-owner";
import type { TaskState } from "./task-choices";

export const WriteHandover = z.object({
  incidentId: z.uuid(),
  body: z.string().trim().min(1, "say what the next shift must know").max(10_000, "at most 10,000 characters"),
  /** Whom it is for; null: whoever comes next. */
  forId: z.uuid().nullable().default(null),
});
export type WriteHandover = z.input<typeof WriteHandover>;

/**
 * Leaves a note to the next shift, with the state and the tasks as they are now; returns its id. Throws "incident_not_found",
 * "user_not_found", conflict "incident_merged".
 */
export async function writeHandover(ctx: Ctx, input: WriteHandover): Promise<string> {
  requirePermission(ctx.actor, "incident.write");
  const { incidentId, body, forId } = parseInput(WriteHandover, input);
  return ctx.db.transaction(async (db) => {
    const [incident] = await lockIncidents(db, [incidentId]);
    if (!incident) throw new Error("a locked incident is missing");
    requireNotMerged(incident);
    const forName = forId ? await requireOwner(db, forId) : null;
    const { state, severity } = incident;
    const figures = { state, severity, tasks: await countTasks(db, incidentId) } satisfies HandoverFigures;
    const [row] = await db
      .insert(incidentHandovers)
      .values({
        ...{ incidentId, body, figures, forId },
        ...{ writtenById: ctx.actor.id, writtenByName: ctx.actor.name, writtenAt: ctx.now },
      })
      .returning({ id: incidentHandovers.id });
    if (!row) throw new Error("an insert returned no row");
    await tellIncident({ ...ctx, db }, incidentId, {
      action: "incident.write-handover",
      after: { handover: row.id, forId, ...figures },
      event: {
        kind: "incident.handed-over",
        title: `Hand-over note of ${ctx.actor.name}${forName ? ` for ${forName}` : ""}`,
        figures: { handover: row.id, ...figures },
      },
    });
    return row.id;
  });
}

async function countTasks(db: Transaction, incidentId: string): Promise<Record<TaskState, number>> {
  const rows = await db
    .select({ state: incidentTasks.state, count: sql<number>`count(*)::int` })
    .from(incidentTasks)
    .where(eq(incidentTasks.incidentId, incidentId))
    .groupBy(incidentTasks.state);
  const of = (state: TaskState) => rows.find((row) => row.state === state)?.count ?? 0;
  return { todo: of("todo"), in_progress: of("in_progress"), blocked: of("blocked"), done: of("done") };
}
