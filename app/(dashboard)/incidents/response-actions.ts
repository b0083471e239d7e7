"use server";
import { revalidatePath } from "next/cache";
import { action } from "@/app/action";
import { AddTask, addTask } from "@/lib/incidents/response/add-task";
import { LookAtIncident, lookAtIncident } from "@/lib/incidents/response/look";
import { StartPlaybook, startPlaybook } from "@/lib/incidents/response/start-playbook";
import { TakeHandover, takeHandover } from "@/lib/incidents/response/take-handover";
import { UpdateTask, updateTask } from "@/lib/incidents/response/update-task";
import { WriteHandover, writeHandover } from "@/lib/incidents/response/write-handover";

const refresh = () => revalidatePath("/incidents", "layout");

export const addTaskAction = action("incident.write", AddTask, async (ctx, input) => {
  await addTask(ctx, input);
  refresh();
});

export const updateTaskAction = action("incident.work", UpdateTask, async (ctx, input) => {
  await updateTask(ctx, input);
  refresh();
});

/** Answers how many tasks it made. */
export const startPlaybookAction = action("incident.write", StartPlaybook, async (ctx, input) => {
  const tasks = await startPlaybook(ctx, input);
  refresh();
  return tasks;
});

export const lookAtIncidentAction = action("incident.read", LookAtIncident, async (ctx, input) => {
  await lookAtIncident(ctx, input);
  refresh();
});

export const writeHandoverAction = action("incident.write", WriteHandover, async (ctx, input) => {
  await writeHandover(ctx, input);
  refresh();
});

export const takeHandoverAction = action("incident.write", TakeHandover, async (ctx, input) => {
  await takeHandover(ctx, input);
  refresh();
});
