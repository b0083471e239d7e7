import { z } from "zod";
import { incidentTasks } from "@/db/schema/incident-work";
import { type ContainmentAct, type TaskState, taskStates } from "./task-choices";

const earliestDue = new Date("2000-01-01T00:00:00Z");
const latestDue = new Date("2100-01-01T00:00:00Z");

/** What a person may say of a task. */
export const TaskFields = z.object({
  title: z.string().trim().min(1, "say what is to be done").max(200, "at most 200 characters"),
  detail: z.string().trim().max(5_000, "at most 5,000 characters"),
  state: z.enum(taskStates),
  /** What it waits for, while it is blocked. */
  blockedBy: z.string().trim().max(500, "at most 500 characters"),
  ownerId: z.uuid().nullable(),
  dueAt: z.date().min(earliestDue, "not before 2000").max(latestDue, "not after 2100").nullable(),
});
export type TaskFields = z.output<typeof TaskFields>;

export type Task = TaskFields & {
  id: string;
  incidentId: string;
  act: ContainmentAct | null;
  playbookId: string | null;
  playbookVersion: number | null;
  step: number;
  version: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
  doneAt: Date | null;
};

const { id, incidentId, title, detail, state, blockedBy, ownerId, dueAt } = incidentTasks;
const { act, playbookId, playbookVersion, step, version, createdBy, createdAt, updatedAt, doneAt } = incidentTasks;
export const taskColumns = {
  ...{ id, incidentId, title, detail, state, blockedBy, ownerId, dueAt, act },
  ...{ playbookId, playbookVersion, step, version, createdBy, createdAt, updatedAt, doneAt },
};

/** The columns of choices hold only words of task-choices.ts. */
export const asTask = (row: { [Key in keyof Task]: unknown }): Task => row as Task;

/** A task as a form shows it when somebody else was faster; plain JSON but for the due time. */
export const shownOf = ({ title, detail, state, blockedBy, ownerId, dueAt }: Task): TaskFields => ({
  ...{ title, detail, state: state satisfies TaskState, blockedBy, ownerId, dueAt },
});
