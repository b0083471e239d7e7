import { z } from "zod";
import { incidentTasks } from "@/db/schema/incident-work";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockIncidents, requireNotMerged } from "../require-incident";
import { tellIncident } from "../tell-incident";
import { requireOwner } from "./require-owner";
import { asTask, type Task, TaskFields, taskColumns } from "./task";
import { requireRoom } from "./task-limits";

export const AddTask = z.object({
  incidentId: z.uuid(),
  task: TaskFields.pick({ title: true }).extend(
    TaskFields.pick({ detail: true, ownerId: true, dueAt: true }).partial().shape,
  ),
});
export type AddTask = z.input<typeof AddTask>;

/**
 * Adds a task to an incident, also to a closed one, for what is left to do. Throws "incident_not_found", "user_not_found", conflict
 * "incident_merged", unprocessable "too_many_tasks".
 */
export async function addTask(ctx: Ctx, input: AddTask): Promise<Task> {
  requirePermission(ctx.actor, "incident.write");
  const { incidentId, task } = parseInput(AddTask, input);
  return ctx.db.transaction(async (db) => {
    const [incident] = await lockIncidents(db, [incidentId]);
    if (incident) requireNotMerged(incident);
    await requireRoom(db, incidentId, 1);
    const owner = task.ownerId ? await requireOwner(db, task.ownerId) : null;
    const [row] = await db
      .insert(incidentTasks)
      .values({
        ...{ ...task, incidentId, state: "todo" },
        ...{ createdBy: ctx.actor.name, createdAt: ctx.now, updatedAt: ctx.now },
      })
      .returning(taskColumns);
    if (!row) throw new Error("an insert returned no row");
    await tellIncident({ ...ctx, db }, incidentId, {
      action: "incident.add-task",
      after: { task: row.id, ...task },
      event: { kind: "incident.task-added", title: `Task: ${row.title}`, figures: { task: row.id, owner } },
    });
    return asTask(row);
  });
}
