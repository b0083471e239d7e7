import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { mergeIncidents } from "../merge-incidents";
import { moveIncident } from "../move-incident";
import { openIncident } from "../open-incident";
import { addTask } from "./add-task";
import { listTasks } from "./list-tasks";
import { mostTasks } from "./task-limits";
import { updateTask } from "./update-task";

const now = new Date("2024-04-25T12:00:00Z");
const unknownId = "00000000-0000-4000-8000-00000000dead";
let database: TestDatabase;
const ctxOf = (role: Role, id?: string) => testCtx(database.db, role, now, id);
const responder = () => ctxOf("responder");
const open = (title = "Names of devices were changed") => openIncident(responder(), { title });
const add = async (incidentId: string, title = "Call the providers") =>
  addTask(responder(), { incidentId, task: { title } });
const trailOf = async (id: string) =>
  (await database.sql`select action from audit_log where target_id = ${id} order by id`).map((row) => row.action);

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.owner`truncate incidents, incident_years, incident_tasks, audit_log, domain_events`;
});
afterAll(() => database.drop());

test("added with owner and due time, audited and told in the timeline", async () => {
  const { id } = await open();
  const { userId } = await createSessionFor(database.db, { role: "relations" });
  const dueAt = new Date("2024-04-25T14:00:00Z");
  const task = await addTask(responder(), { incidentId: id, task: { title: " Call them ", ownerId: userId, dueAt } });
  expect(task).toMatchObject({ title: "Call them", state: "todo", ownerId: userId, dueAt, version: 1, doneAt: null });
  const { tasks } = await listTasks(ctxOf("viewer"), id);
  expect(tasks).toMatchObject([{ id: task.id, ownerId: userId, ownerName: expect.any(String) }]);
  expect(await trailOf(id)).toEqual(["incident.open", "incident.add-task"]);
  const [event] = await database.sql`select kind, title from domain_events order by id desc limit 1`;
  expect(event).toMatchObject({ kind: "incident.task-added", title: "Task: Call them" });
});

test("goes through its states; blocked says what it waits for, done says when, and going back takes both away", async () => {
  const { id } = await open();
  const task = await add(id);
  const set = (version: number, fields: object) => updateTask(responder(), { id: task.id, version, fields });
  await expect(set(1, { state: "blocked" })).rejects.toMatchObject({
    code: "invalid_input",
    details: { field: "blockedBy" },
  });
  expect(await set(1, { state: "blocked", blockedBy: "the bank" })).toMatchObject({ state: "blocked", version: 2 });
  expect(await set(2, { state: "done" })).toMatchObject({ state: "done", blockedBy: "", doneAt: now });
  expect(await set(3, { state: "in_progress" })).toMatchObject({ state: "in_progress", doneAt: null, version: 4 });
  // Nothing changed: no version, no row.
  expect(await set(4, { state: "in_progress" })).toMatchObject({ version: 4 });
  expect((await trailOf(id)).filter((action) => action === "incident.update-task")).toHaveLength(3);
});

test("of many who change one task at once one does; the others are shown what stands there now", async () => {
  const { id } = await open();
  const task = await add(id);
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, (_, i) =>
      updateTask(responder(), { id: task.id, version: 1, fields: { title: `Title ${i}` } }),
    ),
  );
  const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  expect(won).toHaveLength(1);
  for (const result of results) {
    if (result.status === "fulfilled") continue;
    expect(result.reason).toMatchObject({
      code: "stale_version",
      details: { version: 2, current: { title: won[0]?.title, state: "todo" } },
    });
  }
  const { tasks } = await listTasks(responder(), id);
  expect(tasks.map(({ title }) => title)).toEqual([won[0]?.title]);
});

test("relations say how far their own tasks are, and nothing else", async () => {
  const { id } = await open();
  const { userId } = await createSessionFor(database.db, { role: "relations" });
  const mine = await addTask(responder(), { incidentId: id, task: { title: "Mine", ownerId: userId } });
  const other = await add(id);
  const me = ctxOf("relations", userId);
  const set = (task: { id: string }, fields: object) => updateTask(me, { id: task.id, version: 1, fields });
  await expect(set(other, { state: "done" })).rejects.toMatchObject({ code: "not_your_task" });
  await expect(set(mine, { title: "Other" })).rejects.toMatchObject({ code: "not_your_task" });
  await expect(set(mine, { ownerId: null })).rejects.toMatchObject({ code: "not_your_task" });
  expect(await set(mine, { state: "done" })).toMatchObject({ state: "done" });
  await expect(addTask(me, { incidentId: id, task: { title: "x" } })).rejects.toMatchObject({ code: "forbidden" });
  const viewer = updateTask(ctxOf("viewer"), { id: mine.id, version: 2, fields: { state: "todo" } });
  await expect(viewer).rejects.toMatchObject({ code: "forbidden" });
});

test("refuses what is not there, who may not own, too long a title and a merged incident", async () => {
  const [first, second] = [await open("First"), await open("Second")];
  const task = await add(first.id);
  const into = (task: object, incidentId = first.id) =>
    addTask(responder(), { incidentId, task: { title: "x", ...task } });
  await expect(into({}, unknownId)).rejects.toMatchObject({ code: "incident_not_found" });
  const { userId: viewer } = await createSessionFor(database.db, { role: "viewer" });
  await expect(into({ ownerId: viewer })).rejects.toMatchObject({ code: "user_not_found" });
  await expect(into({ ownerId: unknownId })).rejects.toMatchObject({ code: "user_not_found" });
  await expect(into({ title: "x".repeat(201) })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(into({ title: " " })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(into({ dueAt: new Date("9999-01-01T00:00:00Z") })).rejects.toMatchObject({ code: "invalid_input" });
  const missing = updateTask(responder(), { id: unknownId, version: 1, fields: { title: "y" } });
  await expect(missing).rejects.toMatchObject({ code: "task_not_found" });
  await mergeIncidents(responder(), { id: first.id, version: 1, intoId: second.id, reason: "The same" });
  await expect(into({})).rejects.toMatchObject({ code: "incident_merged" });
  // What was merged brings its tasks along, and they go on.
  expect((await listTasks(responder(), second.id)).tasks.map(({ id }) => id)).toEqual([task.id]);
  await updateTask(responder(), { id: task.id, version: 1, fields: { state: "done" } });
});

test("a declined incident still takes tasks, for what is left to do; no incident takes more than fit on its page", async () => {
  const { id } = await open();
  await moveIncident(responder(), { id, version: 1, to: "declined", reason: "A test" });
  await add(id);
  await database.owner`insert into incident_tasks (incident_id, title, state, created_by, created_at, updated_at)
    select ${id}, 'Task ' || n, 'todo', 'x', ${now}, ${now} from generate_series(2, ${mostTasks}::int) n`;
  await expect(add(id)).rejects.toMatchObject({ code: "too_many_tasks" });
  const listed = await listTasks(responder(), id);
  expect(listed.tasks).toHaveLength(mostTasks);
  expect(listed.hasMore).toBe(false);
});
