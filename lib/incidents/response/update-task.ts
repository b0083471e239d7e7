import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { incidentTasks } from "@/db/schema/incident-work";
import { may, requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Actor, Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { tellIncident } from "../tell-incident";
import { requireOwner } from "./require-owner";
import { asTask, shownOf, type Task, TaskFields, taskColumns } from "./task";
import { taskStateLabels } from "./task-choices";

export const UpdateTask = z.object({ id: z.uuid(), version: z.int(), fields: TaskFields.partial() });
export type UpdateTask = z.input<typeof UpdateTask>;

/**
 * Changes a task as it was read at `version`; fields that are not named stay. Who may not write incidents may say of their own tasks
 * how far these are, and no more. Throws "task_not_found", "user_not_found", forbidden "not_your_task", unprocessable
 * "invalid_input" for a blocked one without what it waits for, conflict "stale_version" with what stands there now.
 */
export async function updateTask(ctx: Ctx, input: UpdateTask): Promise<Task> {
  requirePermission(ctx.actor, "incident.work");
  const { id, version, fields } = parseInput(UpdateTask, input);
  return ctx.db.transaction(async (db) => {
    const before = await lockTask(db, id);
    requireOwnWork(ctx.actor, before, fields);
    requireVersion(before, version);
    const next = { ...shownOf(before), ...withoutUndefined(fields) };
    // What it waited for is over with the waiting; the audit trail keeps it.
    if (next.state !== "blocked") next.blockedBy = "";
    if (next.state === "blocked" && next.blockedBy === "") {
      throw new AppError("unprocessable", "invalid_input", "blockedBy: say what it waits for", { field: "blockedBy" });
    }
    const changed = namesOf(next).filter((name) => String(next[name]) !== String(before[name]));
    if (changed.length === 0) return before;
    const owner = next.ownerId && changed.includes("ownerId") ? await requireOwner(db, next.ownerId) : null;
    const doneAt = next.state === "done" ? (before.doneAt ?? ctx.now) : null;
    const [row] = await db
      .update(incidentTasks)
      .set({ ...next, doneAt, version: version + 1, updatedAt: ctx.now })
      .where(eq(incidentTasks.id, id))
      .returning(taskColumns);
    if (!row) throw new Error("a locked task was not updated");
    const after = asTask(row);
    const of = (task: Task) => Object.fromEntries(changed.map((name) => [name, task[name]]));
    await tellIncident({ ...ctx, db }, before.incidentId, {
      action: "incident.update-task",
      before: { task: id, ...of(before) },
      after: { task: id, title: after.title, ...of(after) },
      event: {
        kind: "incident.task-updated",
        title: titleOf(after, changed, owner),
        figures: { task: id, before: of(before), after: of(after) },
      },
    });
    return after;
  });
}

async function lockTask(db: Transaction, id: string): Promise<Task> {
  const [row] = await db.select(taskColumns).from(incidentTasks).where(eq(incidentTasks.id, id)).for("update");
  if (!row) throw new AppError("not_found", "task_not_found", "There is no such task.");
  return asTask(row);
}

function requireOwnWork(actor: Actor, task: Task, fields: Partial<TaskFields>): void {
  if (may(actor, "incident.write")) return;
  const isState = Object.keys(fields).every((name) => name === "state" || name === "blockedBy");
  if (isState && task.ownerId === actor.id) return;
  const message = "You may say how far your own tasks are; everything else is a responder's to change.";
  throw new AppError("forbidden", "not_your_task", message);
}

function requireVersion(task: Task, version: number): void {
  if (task.version === version) return;
  const message = "Somebody changed this task meanwhile: look at what is different, then save again.";
  throw new AppError("conflict", "stale_version", message, { version: task.version, current: shownOf(task) });
}

// The keys of a literal of TaskFields, which has no others.
const namesOf = (fields: TaskFields) => Object.keys(fields) as (keyof TaskFields)[];

const withoutUndefined = (fields: Partial<TaskFields>): Partial<TaskFields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function titleOf(task: Task, changed: readonly string[], owner: string | null): string {
  if (changed.includes("state")) return `Task ${taskStateLabels[task.state].toLowerCase()}: ${task.title}`;
  if (owner) return `Task is ${owner}'s: ${task.title}`;
  return `Task edited: ${task.title}`;
}
