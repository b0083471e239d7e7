import { may } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import type { Incident } from "@/lib/incidents/incident";
import { isOpenState } from "@/lib/incidents/incident-choices";
import { listCandidates } from "@/lib/incidents/list-candidates";
import { listHandovers } from "@/lib/incidents/response/list-handovers";
import { listPlaybooks } from "@/lib/incidents/response/list-playbooks";
import { listTasks } from "@/lib/incidents/response/list-tasks";
import { readChanges } from "@/lib/incidents/response/read-changes";
import { ContainmentLinks } from "./containment-links";
import { HandoverSection } from "./handover-section";
import { StartPlaybookDialog } from "./start-playbook-dialog";
import { AddTaskDialog } from "./task-dialog";
import { TasksTable } from "./tasks-table";

type Props = { ctx: Ctx; incident: Incident; mayWrite: boolean };

/** What is to be done, what Muster can do by itself, and what one shift leaves to the next. */
export async function ResponseSection({ ctx, incident, mayWrite }: Props) {
  const incidentId = incident.id;
  const [{ tasks, started, hasMore }, playbooks, candidates, changes, handovers] = await Promise.all([
    listTasks(ctx, incidentId),
    mayWrite ? listPlaybooks(ctx) : [],
    mayWrite ? listCandidates(ctx) : [],
    readChanges(ctx, { incidentId }),
    may(ctx.actor, "incident.read-private") ? listHandovers(ctx, incidentId) : null,
  ]);
  const me = ctx.actor.id;
  const isOpen = isOpenState(incident.state);
  const offered = playbooks.filter(({ id }) => !started.some(({ playbookId }) => playbookId === id));
  return (
    <>
      <HandoverSection
        incidentId={incidentId}
        changes={changes}
        handovers={handovers}
        candidates={candidates}
        mayWrite={mayWrite}
      />
      <section aria-labelledby="tasks" className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 id="tasks" className="font-semibold text-body">
            Tasks
          </h2>
          {mayWrite ? (
            <div className="flex flex-wrap gap-2">
              {isOpen && offered.length > 0 ? (
                <StartPlaybookDialog
                  incidentId={incidentId}
                  kind={incident.kind}
                  playbooks={offered.map(({ id, name, kind, description, version, steps }) => ({
                    ...{ id, name, kind, description, version, steps: steps.length },
                  }))}
                />
              ) : null}
              <AddTaskDialog incidentId={incidentId} candidates={candidates} />
            </div>
          ) : null}
        </div>
        {started.map(({ playbookId, name, version, startedBy }) => (
          <p key={playbookId} className="text-caption text-muted">
            From the playbook “{name}”, version {version}, started by {startedBy}.
          </p>
        ))}
        <TasksTable
          tasks={tasks}
          candidates={candidates}
          mayWrite={mayWrite}
          reference={incident.reference}
          myTasks={
            may(ctx.actor, "incident.work") ? tasks.flatMap((task) => (task.ownerId === me ? [task.id] : [])) : []
          }
        />
        {hasMore ? <p className="text-caption text-muted">The first 500 tasks are shown.</p> : null}
        {mayWrite && isOpen ? <ContainmentLinks actor={ctx.actor} reference={incident.reference} /> : null}
      </section>
    </>
  );
}
