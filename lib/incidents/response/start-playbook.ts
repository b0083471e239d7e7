import { z } from "zod";
import { incidentPlaybooks, incidentTasks } from "@/db/schema/incident-work";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockIncidents, requireOpen } from "../require-incident";
import { tellIncident } from "../tell-incident";
import { lockPlaybook } from "./list-playbooks";
import { requireRoom } from "./task-limits";
import { requireLive } from "./write-playbook";

export const StartPlaybook = z.object({ incidentId: z.uuid(), playbookId: z.uuid() });
export type StartPlaybook = z.input<typeof StartPlaybook>;

/**
 * Makes a task of each step of a playbook, at its latest version, which the incident keeps. Returns how many. Throws
 * "incident_not_found", "playbook_not_found", conflict "playbook_started", "playbook_retired", "incident_ended", "incident_merged",
 * unprocessable "too_many_tasks".
 */
export async function startPlaybook(ctx: Ctx, input: StartPlaybook): Promise<number> {
  requirePermission(ctx.actor, "incident.write");
  const { incidentId, playbookId } = parseInput(StartPlaybook, input);
  return ctx.db.transaction(async (db) => {
    const [incident] = await lockIncidents(db, [incidentId]);
    if (incident) requireOpen(incident);
    const playbook = await lockPlaybook(db, playbookId);
    requireLive(playbook);
    const { name, version, steps } = playbook;
    const started = await db
      .insert(incidentPlaybooks)
      .values({ incidentId, playbookId, version, startedBy: ctx.actor.name, startedAt: ctx.now })
      .onConflictDoNothing()
      .returning({ version: incidentPlaybooks.version });
    if (started.length === 0) {
      throw new AppError(
        "conflict",
        "playbook_started",
        `"${name}" was started here already: its tasks are in the list.`,
      );
    }
    await requireRoom(db, incidentId, steps.length);
    await db.insert(incidentTasks).values(
      steps.map(({ title, detail, dueMinutes, act }, index) => ({
        ...{ incidentId, title, detail, act, state: "todo", playbookId, playbookVersion: version, step: index + 1 },
        dueAt: dueMinutes === null ? null : new Date(ctx.now.getTime() + dueMinutes * 60_000),
        ...{ createdBy: ctx.actor.name, createdAt: ctx.now, updatedAt: ctx.now },
      })),
    );
    await tellIncident({ ...ctx, db }, incidentId, {
      action: "incident.start-playbook",
      after: { playbookId, name, version, tasks: steps.length },
      event: {
        kind: "incident.playbook-started",
        title: `Playbook started: ${name} (version ${version}, ${steps.length} tasks)`,
        figures: { playbookId, version, tasks: steps.length },
      },
    });
    return steps.length;
  });
}
