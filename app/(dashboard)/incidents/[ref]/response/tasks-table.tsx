import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ListedTask } from "@/lib/incidents/response/list-tasks";
import { containmentActLabels, taskStateLabels } from "@/lib/incidents/response/task-choices";
import { PlainText } from "../../plain-text";
import { containmentHref } from "./containment-href";
import { type Candidate, EditTaskDialog } from "./task-dialog";

type Props = {
  tasks: readonly ListedTask[];
  candidates: readonly Candidate[];
  mayWrite: boolean;
  reference: string;
  /** Of which the viewer may at least say how far they are. */
  myTasks: readonly string[];
};

export function TasksTable({ tasks, candidates, mayWrite, reference, myTasks }: Props) {
  if (tasks.length === 0) {
    return (
      <p className="text-muted text-table">
        No tasks yet.{mayWrite ? " Start a playbook, or add the first one." : " Responders add them."}
      </p>
    );
  }
  return (
    <TableFrame label="Tasks of this incident">
      <Table>
        <TableHead>
          <tr>
            {["State", "Task", "Owner", "Due"].map((name) => (
              <TableHeaderCell key={name}>{name}</TableHeaderCell>
            ))}
            <TableHeaderCell>
              <span className="sr-only">Acts</span>
            </TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {tasks.map((task) => (
            <TableRow key={task.id}>
              <TableCell>
                <Badge tone={task.state === "blocked" ? "warn" : task.state === "done" ? "neutral" : "outline"}>
                  {taskStateLabels[task.state]}
                </Badge>
              </TableCell>
              <TableCell className="w-full max-w-0 min-w-64 py-1.5">
                <span className="block whitespace-normal">
                  <PlainText>{task.title}</PlainText>
                </span>
                {task.state === "blocked" ? (
                  <span className="block whitespace-normal text-caption text-warn-text">
                    waits for <PlainText>{task.blockedBy}</PlainText>
                  </span>
                ) : null}
                {task.detail ? (
                  <span className="block whitespace-pre-wrap text-caption text-muted">
                    <PlainText>{task.detail}</PlainText>
                  </span>
                ) : null}
                {task.act && mayWrite && task.state !== "done" ? (
                  <Link
                    href={containmentHref(task.act, reference)}
                    className="text-caption underline underline-offset-2"
                  >
                    {containmentActLabels[task.act]}
                  </Link>
                ) : null}
              </TableCell>
              <TableCell className={task.ownerName ? "" : "text-muted"}>{task.ownerName ?? "nobody"}</TableCell>
              <TableCell>
                {task.dueAt ? <Time at={task.dueAt} /> : <span className="text-muted">whenever</span>}
              </TableCell>
              <TableCell>
                {mayWrite || myTasks.includes(task.id) ? (
                  <EditTaskDialog task={task} candidates={candidates} isOwnOnly={!mayWrite} />
                ) : null}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
