import { and, asc, eq, inArray } from "drizzle-orm";
import { users } from "@/db/schema/access";
import { incidentPlaybooks, incidentTasks, playbookVersions } from "@/db/schema/incident-work";
import { incidents } from "@/db/schema/incidents";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { familyIds } from "../family-ids";
import { asTask, type Task, taskColumns } from "./task";
import { mostTasks } from "./task-limits";

export type ListedTask = Task & { ownerName: string | null };
export type StartedPlaybook = { playbookId: string; version: number; name: string; startedBy: string; startedAt: Date };

/** The tasks of an incident and of what was merged into it, as they were added, 500 at most; and the playbooks that they are from. */
export async function listTasks(
  ctx: Ctx,
  incidentId: string,
): Promise<{ tasks: ListedTask[]; started: StartedPlaybook[]; hasMore: boolean }> {
  requirePermission(ctx.actor, "incident.read");
  const family = await familyIds(ctx.db, { id: incidentId });
  const [rows, started] = await Promise.all([
    ctx.db
      .select({ ...taskColumns, ownerName: users.name })
      .from(incidentTasks)
      .leftJoin(users, eq(users.id, incidentTasks.ownerId))
      .where(inArray(incidentTasks.incidentId, family))
      .orderBy(asc(incidentTasks.createdAt), asc(incidentTasks.step), asc(incidentTasks.id))
      .limit(mostTasks + 1),
    readStarted(ctx, family),
  ]);
  const tasks = rows.slice(0, mostTasks).map(({ ownerName, ...row }) => ({
    ...asTask(row),
    ownerName: row.ownerId ? (ownerName ?? "unnamed") : null,
  }));
  return { tasks, started, hasMore: rows.length > mostTasks };
}

const mostStarted = 100;

function readStarted({ db }: Ctx, family: string[]): Promise<StartedPlaybook[]> {
  const { playbookId, version, startedBy, startedAt } = incidentPlaybooks;
  return db
    .select({ playbookId, version, name: playbookVersions.name, startedBy, startedAt })
    .from(incidentPlaybooks)
    .innerJoin(
      playbookVersions,
      and(eq(playbookVersions.playbookId, playbookId), eq(playbookVersions.version, version)),
    )
    .innerJoin(incidents, eq(incidents.id, incidentPlaybooks.incidentId))
    .where(inArray(incidentPlaybooks.incidentId, family))
    .orderBy(asc(startedAt), asc(playbookId))
    .limit(mostStarted);
}
