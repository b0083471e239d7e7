import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { assignIncidentRole } from "../assign-role";
import { joinIncident } from "../join-incident";
import { mergeIncidents } from "../merge-incidents";
import { moveIncident } from "../move-incident";
import { openIncident } from "../open-incident";
import { setMoments } from "../set-moments";
import { openFindingFor } from "../testing/open-finding-for";
import { addEntry } from "../timeline/add-entry";
import { correctEntry } from "../timeline/correct-entry";
import { addTask } from "./add-task";
import { listHandovers } from "./list-handovers";
import { lookAtIncident } from "./look";
import { readChanges } from "./read-changes";
import { takeHandover } from "./take-handover";
import { updateTask } from "./update-task";
import { writeHandover } from "./write-handover";

const now = new Date("2024-04-25T12:00:00Z");
const unknownId = "00000000-0000-4000-8000-00000000dead";
const other = "00000000-0000-4000-8000-000000000002";
let database: TestDatabase;
let meId: string;
const ctxOf = (role: Role, id?: string) => testCtx(database.db, role, now, id);
const me = () => ctxOf("responder", meId);
const them = () => ctxOf("responder", other);
const open = () => openIncident(them(), { title: "Names of devices were changed" });
const entry = (body: string) => ({
  ...{ kind: "note" as const, body, source: "Chat", isPrivate: true },
  when: { local: "2024-04-25T10:00", zone: "UTC" },
});
const changesOf = (incidentId: string, ctx = me()) => readChanges(ctx, { incidentId });
const textsOf = async (id: string) => (await changesOf(id)).changes.map(({ text }) => text).toReversed();
const look = async (incidentId: string, ctx = me()) =>
  lookAtIncident(ctx, { incidentId, seen: (await changesOf(incidentId, ctx)).seen });

beforeAll(async () => {
  database = await createTestDatabase();
  meId = (await createSessionFor(database.db, { role: "responder", name: "Next lead" })).userId;
});
beforeEach(async () => {
  await database.owner`truncate incidents, incident_years, incident_moments, incident_roles, incident_findings, findings,
    incident_entries, incident_entry_revisions, incident_tasks, incident_looks, incident_handovers, audit_log, domain_events`;
});
afterAll(() => database.drop());

test("before the first look all is new; after it, what others did since, in words and counted by subject", async () => {
  const { id } = await open();
  expect(await changesOf(id)).toMatchObject({ lookedAt: null, counts: { state: 1 } });
  await look(id);
  expect(await changesOf(id)).toMatchObject({ lookedAt: now, changes: [], counts: {} });
  const written = await addEntry(them(), { incidentId: id, entry: entry("The secret name") });
  await correctEntry(them(), { id: written, revision: 1, entry: entry("Another secret"), reason: "mistyped" });
  const task = await addTask(them(), { incidentId: id, task: { title: "Call them" } });
  await updateTask(them(), { id: task.id, version: 1, fields: { state: "done" } });
  const detected = { when: { local: "2024-04-25T09:05", zone: "UTC" }, source: "The report" };
  await setMoments(them(), { id, version: 1, moments: { detected }, reason: "published" });
  await moveIncident(them(), { id, version: 2, to: "active" });
  await assignIncidentRole(them(), { id, version: 3, role: "lead", userId: meId });
  const finding = await openFindingFor(database.db, now, { title: "A surge of writes" });
  await joinIncident(them(), { id, findingIds: [finding] });
  expect(await textsOf(id)).toEqual([
    "wrote an event into the timeline",
    "corrected an event of the timeline",
    "added a task: Call them",
    "changed a task: Call them (done)",
    "set a moment: detected",
    "changed the state: active",
    "changed who does what",
    "joined findings",
    expect.stringContaining("A surge of writes"),
  ]);
  const { counts, changes } = await changesOf(id);
  expect(counts).toEqual({ timeline: 2, tasks: 2, moments: 1, state: 1, people: 1, findings: 2 });
  // Notes that are for responders alone do not come out here.
  expect(JSON.stringify(changes)).not.toContain("secret");
  await look(id);
  expect((await changesOf(id)).changes).toEqual([]);
  // Everybody's own.
  expect((await changesOf(id, ctxOf("viewer", unknownId))).lookedAt).toBeNull();
});

test("what I did myself is not news to me; it is to others", async () => {
  const { id } = await open();
  await look(id);
  await addTask(me(), { incidentId: id, task: { title: "Mine" } });
  expect((await changesOf(id)).changes).toEqual([]);
  expect((await changesOf(id, ctxOf("admin", unknownId))).counts).toMatchObject({ tasks: 1 });
});

test("what was not committed when I looked is new afterwards, though it is older", async () => {
  const { id } = await open();
  let commit = () => {};
  const wait = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let began = () => {};
  const begun = new Promise<void>((resolve) => {
    began = resolve;
  });
  const slow = database.db.transaction(async (db) => {
    const event = { kind: "device.quarantined", title: "Quarantined 3 devices", subjects: { incident: id } };
    await recordDomainEvent({ db, now }, { ...event, happenedAt: new Date("2024-04-25T11:00:00Z") });
    began();
    await wait;
  });
  await begun;
  await look(id);
  expect((await changesOf(id)).changes).toEqual([]);
  commit();
  await slow;
  expect(await changesOf(id)).toMatchObject({ changes: [{ text: "Quarantined 3 devices" }], counts: { acts: 1 } });
});

test("what was looked at is what the page showed, not what came between it and the click", async () => {
  const { id } = await open();
  const { seen } = await changesOf(id);
  await addTask(them(), { incidentId: id, task: { title: "Meanwhile" } });
  await lookAtIncident(me(), { incidentId: id, seen });
  expect(await textsOf(id)).toEqual(["added a task: Meanwhile"]);
});

test("a look is a person's, of an incident that is there, with a place of the record", async () => {
  const { id } = await open();
  const { seen } = await changesOf(id);
  const bad = lookAtIncident(me(), { incidentId: id, seen: "'; drop table incidents" });
  await expect(bad).rejects.toMatchObject({ code: "invalid_input" });
  await expect(lookAtIncident(me(), { incidentId: unknownId, seen })).rejects.toMatchObject({
    code: "incident_not_found",
  });
  const actor = { kind: "token" as const, id: other, name: "T", role: "responder" as const, isReadOnly: false };
  await expect(lookAtIncident({ ...me(), actor }, { incidentId: id, seen })).rejects.toMatchObject({
    code: "not_a_person",
  });
});

test("a note to the next shift keeps how it stood, is signed once, and not by its writer", async () => {
  const { id } = await open();
  const task = await addTask(them(), { incidentId: id, task: { title: "Call them" } });
  const note = await writeHandover(them(), { incidentId: id, body: "They call back at 15:00", forId: meId });
  await updateTask(them(), { id: task.id, version: 1, fields: { state: "done" } });
  expect(await listHandovers(me(), id)).toMatchObject([
    {
      ...{ body: "They call back at 15:00", forName: "Next lead", takenAt: null },
      figures: { state: "triage", severity: 3, tasks: { todo: 1, done: 0 } },
    },
  ]);
  await expect(takeHandover(them(), { id: note })).rejects.toMatchObject({ code: "own_handover" });
  const results = await Promise.allSettled([
    takeHandover(me(), { id: note }),
    takeHandover(ctxOf("admin", unknownId), { id: note }),
  ]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(takeHandover(me(), { id: note })).rejects.toMatchObject({ code: "handover_taken" });
  expect(await listHandovers(me(), id)).toMatchObject([{ takenAt: now }]);
  const kinds = await database.sql`select kind from domain_events where kind like 'incident.%over' order by id`;
  expect(kinds.map(({ kind }) => kind)).toEqual(["incident.handed-over", "incident.taken-over"]);
});

test("notes: refused for too low a role, an empty text, nobody, a merged incident", async () => {
  const [first, second] = [await open(), await open()];
  const write = (over: object) => writeHandover(me(), { incidentId: first.id, body: "x", ...over });
  await expect(write({ body: " " })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(write({ forId: unknownId })).rejects.toMatchObject({ code: "user_not_found" });
  await expect(write({ incidentId: unknownId })).rejects.toMatchObject({ code: "incident_not_found" });
  for (const role of ["viewer", "relations"] as const) {
    const low = { code: "forbidden" };
    await expect(writeHandover(ctxOf(role), { incidentId: first.id, body: "x" })).rejects.toMatchObject(low);
    await expect(takeHandover(ctxOf(role), { id: unknownId })).rejects.toMatchObject(low);
    await expect(listHandovers(ctxOf(role), first.id)).rejects.toMatchObject(low);
  }
  await expect(takeHandover(me(), { id: unknownId })).rejects.toMatchObject({ code: "handover_not_found" });
  await write({ body: "of the first" });
  await mergeIncidents(me(), { id: first.id, version: 1, intoId: second.id, reason: "The same" });
  await expect(write({})).rejects.toMatchObject({ code: "incident_merged" });
  expect(await listHandovers(me(), second.id)).toMatchObject([{ body: "of the first" }]);
});
