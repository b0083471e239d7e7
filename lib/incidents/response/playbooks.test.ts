import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { moveIncident } from "../move-incident";
import { openIncident } from "../open-incident";
import { ensureShippedPlaybooks } from "./ensure-shipped-playbooks";
import { listPlaybooks, listPlaybookVersions } from "./list-playbooks";
import { listTasks } from "./list-tasks";
import { PlaybookFields } from "./playbook";
import { shippedPlaybooks } from "./shipped-playbooks";
import { startPlaybook } from "./start-playbook";
import { createPlaybook, retirePlaybook, updatePlaybook } from "./write-playbook";

const now = new Date("2024-04-25T12:00:00Z");
const unknownId = "00000000-0000-4000-8000-00000000dead";
let database: TestDatabase;
const ctxOf = (role: Role) => testCtx(database.db, role, now);
const responder = () => ctxOf("responder");
const fields = (name = "Leak") => ({
  ...{ name, kind: "data_leak" as const, description: "" },
  steps: [
    { title: "Look", dueMinutes: 30 },
    { title: "Cut off", act: "revoke_tokens" as const },
  ],
});
const open = () => openIncident(responder(), { title: "A leak" });
const trailOf = async (id: string) =>
  (await database.sql`select action from audit_log where target_id = ${id} order by id`).map((row) => row.action);

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.owner`truncate incidents, incident_years, incident_tasks, incident_playbooks, playbooks,
    playbook_versions, audit_log, domain_events`;
});
afterAll(() => database.drop());

test("the two attacks come as playbooks, once, also when several begin at once; what people changed or retired stays", async () => {
  const counts = await Promise.all([1, 2, 3].map(() => ensureShippedPlaybooks(database.db, now)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
  const listed = await listPlaybooks(ctxOf("viewer"));
  expect(listed.map(({ key }) => key)).toEqual(["shared-token-tampering", "kubeflow-miner"]);
  for (const each of listed) expect(await trailOf(each.id)).toEqual(["playbook.create"]);
  const [first, second] = listed;
  if (!first || !second) throw new Error("two are listed");
  await updatePlaybook(responder(), { id: first.id, version: 1, fields: fields("Ours"), reason: "shorter" });
  await retirePlaybook(responder(), { id: second.id, version: 1, reason: "no clusters" });
  expect(await ensureShippedPlaybooks(database.db, now)).toBe(0);
  expect(await listPlaybooks(responder())).toMatchObject([{ name: "Ours", version: 2 }]);
});

test.each(shippedPlaybooks)(
  "$key parses, and has something that Muster does itself and much that people do",
  (shipped) => {
    const { steps } = PlaybookFields.parse(shipped.fields);
    expect(steps.some(({ act }) => act !== null)).toBe(true);
    expect(steps.filter(({ act }) => act === null).length).toBeGreaterThan(5);
    expect(new Set(steps.map(({ title }) => title)).size).toBe(steps.length);
  },
);

test("an incident keeps the version that it was started from", async () => {
  const incident = await open();
  const id = await createPlaybook(responder(), { fields: fields() });
  expect(await startPlaybook(responder(), { incidentId: incident.id, playbookId: id })).toBe(2);
  const next = { ...fields("Leak, anew"), steps: [{ title: "Everything else" }] };
  expect(await updatePlaybook(responder(), { id, version: 1, fields: next, reason: "learnt" })).toBe(2);
  const { tasks, started } = await listTasks(ctxOf("viewer"), incident.id);
  expect(started).toMatchObject([{ playbookId: id, version: 1, name: "Leak" }]);
  expect(tasks).toMatchObject([
    { title: "Look", step: 1, act: null, playbookVersion: 1, dueAt: new Date("2024-04-25T12:30:00Z") },
    { title: "Cut off", step: 2, act: "revoke_tokens", dueAt: null },
  ]);
  expect(await listPlaybookVersions(ctxOf("viewer"), id)).toMatchObject([
    { version: 2, name: "Leak, anew", reason: "learnt" },
    { version: 1, name: "Leak" },
  ]);
  expect(await trailOf(id)).toEqual(["playbook.create", "playbook.update"]);
  expect(await trailOf(incident.id)).toEqual(["incident.open", "incident.start-playbook"]);
  const [event] = await database.sql`select title from domain_events where kind = 'incident.playbook-started'`;
  expect(event).toMatchObject({ title: "Playbook started: Leak (version 1, 2 tasks)" });
});

test("two who start one at once make its tasks once; a second time, a retired one and an ended incident are refused", async () => {
  const incident = await open();
  const id = await createPlaybook(responder(), { fields: fields() });
  const start = (playbookId = id, incidentId = incident.id) => startPlaybook(responder(), { incidentId, playbookId });
  const results = await Promise.allSettled([start(), start(), start()]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await listTasks(responder(), incident.id)).tasks).toHaveLength(2);
  await expect(start()).rejects.toMatchObject({ code: "playbook_started" });
  await expect(start(unknownId)).rejects.toMatchObject({ code: "playbook_not_found" });
  await expect(start(id, unknownId)).rejects.toMatchObject({ code: "incident_not_found" });
  const retired = await createPlaybook(responder(), { fields: fields("Old") });
  await retirePlaybook(responder(), { id: retired, version: 1, reason: "old" });
  await expect(start(retired)).rejects.toMatchObject({ code: "playbook_retired" });
  const ended = await open();
  await moveIncident(responder(), { id: ended.id, version: 1, to: "declined", reason: "A test" });
  await expect(start(id, ended.id)).rejects.toMatchObject({ code: "incident_ended" });
});

test("two who edit one at once: one is told what stands there now, and no version is lost", async () => {
  const id = await createPlaybook(responder(), { fields: fields() });
  const edit = (name: string) =>
    updatePlaybook(responder(), { id, version: 1, fields: fields(name), reason: "better" });
  const results = await Promise.allSettled([edit("One"), edit("Two")]);
  const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(refused).toMatchObject([{ code: "stale_version", details: { version: 2, current: { kind: "data_leak" } } }]);
  expect((await listPlaybookVersions(responder(), id)).map(({ version }) => version)).toEqual([2, 1]);
});

test("refuses too low a role, no steps, too long a due time and what is not there", async () => {
  const id = await createPlaybook(responder(), { fields: fields() });
  const wrong = (over: object) => createPlaybook(responder(), { fields: { ...fields(), ...over } });
  await expect(wrong({ steps: [] })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(wrong({ name: "" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(wrong({ steps: [{ title: "x", dueMinutes: 99_999 }] })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(wrong({ steps: [{ title: "x", act: "delete_all" }] })).rejects.toMatchObject({ code: "invalid_input" });
  for (const role of ["viewer", "relations"] as const) {
    const ctx = ctxOf(role);
    const low = { code: "forbidden" };
    await expect(createPlaybook(ctx, { fields: fields() })).rejects.toMatchObject(low);
    await expect(updatePlaybook(ctx, { id, version: 1, fields: fields(), reason: "x" })).rejects.toMatchObject(low);
    await expect(retirePlaybook(ctx, { id, version: 1, reason: "x" })).rejects.toMatchObject(low);
    await expect(startPlaybook(ctx, { incidentId: id, playbookId: id })).rejects.toMatchObject(low);
  }
  await expect(listPlaybookVersions(responder(), unknownId)).rejects.toMatchObject({ code: "playbook_not_found" });
  const missing = retirePlaybook(responder(), { id: unknownId, version: 1, reason: "x" });
  await expect(missing).rejects.toMatchObject({ code: "playbook_not_found" });
});
