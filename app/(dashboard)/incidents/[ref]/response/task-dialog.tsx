"use client";
import { useState, useTransition } from "react";
import type { ActionError } from "@/app/action";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { fromZonedInput, toZonedInput } from "@/components/ui/zoned-time";
import type { ListedTask } from "@/lib/incidents/response/list-tasks";
import type { TaskFields as Fields } from "@/lib/incidents/response/task";
import { taskStateLabels } from "@/lib/incidents/response/task-choices";
import { addTaskAction, updateTaskAction } from "../../response-actions";
import { ConflictNotice, type Difference } from "../conflict-notice";
import { type Candidate, TaskFields, type TaskValues } from "./task-fields";

export type { Candidate } from "./task-fields";

const empty: TaskValues = { title: "", detail: "", state: "todo", blockedBy: "", ownerId: "", due: "" };

export function AddTaskDialog({ incidentId, candidates }: { incidentId: string; candidates: readonly Candidate[] }) {
  const { zone } = usePreferences();
  const [isOpen, setIsOpen] = useState(false);
  const [values, setValues] = useState(empty);
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const add = () =>
    start(async () => {
      const { title, detail, ownerId, dueAt } = asFields(values, zone);
      const result = await addTaskAction({ incidentId, task: { title, detail, ownerId, dueAt } });
      setError(result.ok ? undefined : result.error.message);
      if (!result.ok) return;
      setIsOpen(false);
      setValues(empty);
    });
  return (
    <Dialog
      title="Add a task"
      description="It stands in the timeline, and with whom it is for."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Add task</Button>}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TaskFields values={values} onChange={setValues} candidates={candidates} isOwnOnly={false} isNew />
        {error ? <FormError>{error}</FormError> : null}
        <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
          Add
        </Button>
      </form>
    </Dialog>
  );
}

type EditProps = { task: ListedTask; candidates: readonly Candidate[]; isOwnOnly: boolean };

export function EditTaskDialog(props: EditProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title="Change the task"
      description={props.task.title}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button size="sm" aria-label={`Change the task ${props.task.title}`}>
          Change
        </Button>
      }
    >
      <EditForm {...props} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

/** Holds what it read when it was opened: what others change meanwhile shows as a conflict, and not under the hand. */
function EditForm({ task, candidates, isOwnOnly, onDone }: EditProps & { onDone: () => void }) {
  const { zone } = usePreferences();
  const [base, setBase] = useState({ version: task.version, values: asValues(task, zone) });
  const [values, setValues] = useState(base.values);
  const [error, setError] = useState<ActionError>();
  const [isPending, start] = useTransition();
  const save = (version: number) =>
    start(async () => {
      const result = await updateTaskAction({ id: task.id, version, fields: changedFields(values, base.values, zone) });
      setError(result.ok ? undefined : result.error);
      if (result.ok) onDone();
    });
  const conflict = error?.code === "stale_version" ? (error.details as { version: number; current: Fields }) : null;
  const current = conflict && asValues(conflict.current, zone);
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save(base.version);
      }}
    >
      <TaskFields values={values} onChange={setValues} candidates={candidates} isOwnOnly={isOwnOnly} isNew={false} />
      {conflict && current ? (
        <ConflictNotice
          message={error?.message ?? ""}
          differences={differencesOf(current, values, base.values, candidates)}
          onKeepMine={() => save(conflict.version)}
          onTakeTheirs={() => {
            setBase({ version: conflict.version, values: current });
            setValues(current);
            setError(undefined);
          }}
        />
      ) : error ? (
        <FormError>{error.message}</FormError>
      ) : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        Save
      </Button>
    </form>
  );
}

const labels: Record<keyof TaskValues, string> = {
  title: "What is to be done",
  detail: "Detail",
  state: "State",
  blockedBy: "What it waits for",
  ownerId: "Owner",
  due: "Due",
};
// The keys of a literal of TaskValues, which has no others.
const names = Object.keys(labels) as (keyof TaskValues)[];

const asValues = ({ title, detail, state, blockedBy, ownerId, dueAt }: Fields, zone: string): TaskValues => ({
  ...{ title, detail, state, blockedBy, ownerId: ownerId ?? "" },
  due: dueAt ? toZonedInput(new Date(dueAt).getTime(), zone) : "",
});

function asFields({ ownerId, due, ...rest }: TaskValues, zone: string): Fields {
  const at = fromZonedInput(due, zone);
  return { ...rest, ownerId: ownerId || null, dueAt: at === null ? null : new Date(at) };
}

/** Only what was changed here, so that another field that somebody changed stays theirs. */
function changedFields(values: TaskValues, base: TaskValues, zone: string): Partial<Fields> {
  const all = asFields(values, zone);
  const isChanged = (name: keyof TaskValues) => values[name] !== base[name];
  return Object.fromEntries(
    names.filter(isChanged).map((name) => (name === "due" ? ["dueAt", all.dueAt] : [name, all[name]])),
  );
}

function differencesOf(
  theirs: TaskValues,
  mine: TaskValues,
  base: TaskValues,
  candidates: readonly Candidate[],
): Difference[] {
  const words = (name: keyof TaskValues, values: TaskValues) => {
    if (name === "state") return taskStateLabels[values.state];
    if (name === "ownerId") return candidates.find(({ id }) => id === values.ownerId)?.name ?? "nobody";
    return values[name];
  };
  return names
    .filter((name) => mine[name] !== base[name] && theirs[name] !== mine[name])
    .map((name) => ({ label: labels[name], theirs: words(name, theirs), mine: words(name, mine) }));
}
