import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import type { Incident } from "../incident";
import { mergeIncidents } from "../merge-incidents";
import { openIncident } from "../open-incident";
import { openFindingFor } from "../testing/open-finding-for";
import type { WhenInput } from "../when/when";
import { addEntry } from "./add-entry";
import { correctEntry } from "./correct-entry";
import type { EntryFields } from "./entry";
import { listEntryRevisions } from "./list-entry-revisions";
import { pinItem } from "./pin-item";
import { readLaneItems } from "./read-lane-items";
import { listTimelineSources, type ReadTimeline, readTimeline } from "./read-timeline";
import { withdrawEntry } from "./withdraw-entry";

const now = new Date("2024-04-25T12:00:00Z");
let database: TestDatabase;
let incident: Incident;
const ctxOf = (role: Role) => testCtx(database.db, role, now);
const responder = () => ctxOf("responder");
const utc = (local: string): WhenInput => ({ local, zone: "UTC" });
const fields = (given: Partial<EntryFields> = {}): EntryFields => ({
  ...{ kind: "note", body: "A note", when: utc("2024-04-25T09:00"), source: "Chat" },
  ...given,
});
const add = (given: Partial<EntryFields> = {}) =>
  addEntry(responder(), { incidentId: incident.id, entry: fields(given) });
const read = (query: Partial<ReadTimeline> = {}, role: Role = "viewer") =>
  readTimeline(ctxOf(role), { incidentId: incident.id, ...query });
const texts = async (query: Partial<ReadTimeline> = {}, role: Role = "viewer") =>
  (await read(query, role)).items.map(({ text }) => text);
const tell = (kind: string, at: string, subjects: Record<string, string> = {}, title = kind) =>
  database.db.transaction((db) => recordDomainEvent({ db, now }, { kind, title, happenedAt: new Date(at), subjects }));
const people = { source: "Chat" };

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.owner`truncate incidents, incident_years, incident_moments, incident_findings, incident_entries, incident_entry_revisions, incident_event_pins, findings, domain_events, audit_log`;
  incident = await openIncident(responder(), { title: "April 2024" });
});
afterAll(() => database.drop());

test("the story of 2024: the leak weeks before, the ambiguous hour with both readings, in the order of their earliest moment", async () => {
  await add({
    ...{ kind: "detection", body: "Alarm on a surge of write operations", source: "The report" },
    when: { local: "2024-04-25T01:05", zone: "PST", written: "1:05 am PST" },
  });
  await add({
    ...{ kind: "attacker", body: "User ids were harvested by device id", source: "The report" },
    when: {
      form: "about",
      local: "2024-04-04T00:00",
      zone: "UTC",
      uncertaintyMinutes: 14 * 1_440,
      written: "weeks before",
    },
  });
  await add({
    kind: "change",
    body: "A check against counterfeit GPUs",
    when: utc("2024-04-23T23:05"),
    source: "The report",
  });
  const { items } = await read({ source: "The report" });
  expect(items.map(({ kind }) => kind)).toEqual(["attacker", "change", "detection"]);
  expect(items[2]).toMatchObject({
    earliest: new Date("2024-04-25T08:05:00Z"),
    latest: new Date("2024-04-25T09:05:00Z"),
    recordedAt: now,
    author: "Test responder",
    when: {
      written: "1:05 am PST",
      readings: [
        { zone: "PDT, UTC−07:00", at: "2024-04-25T08:05:00.000Z" },
        { zone: "PST, UTC−08:00", at: "2024-04-25T09:05:00.000Z" },
      ],
    },
  });
});

test("it assembles itself from the record: its own, its findings', and what was done to the fleet in its time", async () => {
  const [mine, other] = [await openFindingFor(database.db, now), await openFindingFor(database.db, now)];
  await openIncident(responder(), { title: "Another", findingIds: [other] });
  const first = await openIncident(responder(), { findingIds: [mine], title: "Mine" });
  incident = first;
  await tell("finding.acknowledged", "2024-04-25T11:00:00Z", { finding: mine });
  await tell("finding.acknowledged", "2024-04-25T11:00:00Z", { finding: other }, "not mine");
  await tell("policy.set", "2024-04-24T10:00:00Z", {}, "Policy 2 with figures");
  await tell("policy.set", "2024-04-20T10:00:00Z", {}, "long before");
  await tell("later.feature-told", "2024-04-25T11:30:00Z", { device: "gpu-1" });
  const { items } = await read();
  expect(items.map(({ text, kind, source }) => [text, kind, source])).toEqual([
    ["Policy 2 with figures", "change", "Muster"],
    ["finding.acknowledged", "action", "Muster"],
    ["later.feature-told", "note", "Muster"],
    ["Surge of write operations", "detection", "Muster"],
    [`${first.reference} opened: Mine`, "action", "Muster"],
  ]);
  expect(items[2]).toMatchObject({ links: [{ kind: "device", id: "gpu-1" }], event: { kind: "later.feature-told" } });
  expect(items[3]?.event?.figures).toMatchObject({ rule: "api.write-surge", severity: "high" });
});

test("pages hold every item once, in both orders, across the same moment and both kinds of rows", async () => {
  for (let i = 0; i < 23; i++) await add({ body: `Entry ${i}`, when: utc(`2024-04-25T09:0${i % 3}`) });
  for (let i = 0; i < 23; i++) await tell("change.created", `2024-04-25T09:0${i % 3}:00Z`, {}, `Change ${i}`);
  const all = await texts({ limit: 500 });
  expect(new Set(all).size).toBe(47);
  for (const order of ["oldest", "newest"] as const) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await read({ order, limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ text }) => text));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual(order === "oldest" ? all : all.toReversed());
  }
  await expect(read({ cursor: "x" })).rejects.toMatchObject({ code: "invalid_cursor" });
});

test("filters by kind, source and pin", async () => {
  await add({ kind: "decision", body: "We patch tonight" });
  await add({ kind: "note", body: "From the pager", source: "Pager" });
  await tell("policy.set", "2024-04-25T10:00:00Z");
  const { items } = await read({ kind: ["change"] });
  expect(await texts({ kind: ["decision"] })).toEqual(["We patch tonight"]);
  expect(await texts({ source: "Pager" })).toEqual(["From the pager"]);
  expect(await texts({ source: "Muster", kind: ["change", "note"] })).toEqual(["policy.set"]);
  expect(await listTimelineSources(ctxOf("viewer"), incident.id)).toEqual(["Muster", "Chat", "Pager"]);
  const id = items[0]?.id ?? "";
  const pin = (isPinned: boolean) => pinItem(responder(), { incidentId: incident.id, item: id, isPinned });
  await pin(true);
  await pin(true);
  expect(await texts({ isPinned: true })).toEqual(["policy.set"]);
  await pin(false);
  expect(await texts({ isPinned: true })).toEqual([]);
  const rows = await database.sql`select action from audit_log where action = 'incident.pin'`;
  expect(rows).toHaveLength(2);
  const entry = (await read(people)).items[0]?.id ?? "";
  await pinItem(responder(), { incidentId: incident.id, item: entry, isPinned: true });
  expect(await texts({ isPinned: true })).toEqual(["We patch tonight"]);
});

test("a correction keeps the former text readable; of two at once one is told what stands there now", async () => {
  const id = await add({ body: "600,000 GPUs are gone", kind: "impact" });
  const correct = (body: string) =>
    correctEntry(responder(), {
      id,
      revision: 1,
      reason: "The dashboard said so",
      entry: fields({ body, kind: "impact" }),
    });
  const results = await Promise.allSettled([correct("590,000 GPUs are gone"), correct("589,925 GPUs are gone")]);
  const [loser] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  const [shown] = (await read(people)).items;
  expect(shown).toMatchObject({ revision: 2, text: expect.stringMatching(/^(590,000|589,925)/) });
  expect(loser).toMatchObject({ code: "stale_revision", details: { revision: 2, current: { body: shown?.text } } });
  expect(await listEntryRevisions(ctxOf("viewer"), id)).toMatchObject([
    { revision: 1, body: "600,000 GPUs are gone", reason: "The dashboard said so", replacedBy: "Test responder" },
  ]);
});

test("what was withdrawn stays where it was, marked, and a correction brings it back", async () => {
  const id = await add({ body: "They are in the database" });
  await withdrawEntry(responder(), { id, revision: 1, reason: "They were not" });
  expect((await read(people)).items).toMatchObject([{ text: "They are in the database", isWithdrawn: true }]);
  await correctEntry(responder(), { id, revision: 2, reason: "They were", entry: fields({ body: "They read ids" }) });
  expect((await read(people)).items).toMatchObject([{ text: "They read ids", isWithdrawn: false, revision: 3 }]);
  expect(await listEntryRevisions(responder(), id)).toHaveLength(2);
});

test("private notes are for responders alone, their former texts too", async () => {
  const id = await add({ body: "A name", isPrivate: true, source: "Informant" });
  const open = await add({ body: "No name" });
  await correctEntry(responder(), {
    id,
    revision: 1,
    reason: "More",
    entry: fields({ body: "Two names", isPrivate: true }),
  });
  expect(await texts(people)).toEqual(["No name"]);
  expect(await texts(people, "relations")).toEqual(["No name"]);
  expect((await texts({}, "responder")).filter((text) => text.includes("name")).sort()).toEqual([
    "No name",
    "Two names",
  ]);
  expect(await listTimelineSources(ctxOf("viewer"), incident.id)).toEqual(["Muster", "Chat"]);
  await expect(listEntryRevisions(ctxOf("viewer"), id)).rejects.toMatchObject({ code: "entry_not_found" });
  expect(await listEntryRevisions(responder(), id)).toHaveLength(1);
  // What becomes open was private once: that stays so.
  await correctEntry(responder(), { id, revision: 2, reason: "Said by now", entry: fields({ body: "Said" }) });
  expect(await listEntryRevisions(ctxOf("viewer"), id)).toEqual([]);
  expect(await listEntryRevisions(ctxOf("viewer"), open)).toEqual([]);
  const trail = await database.sql`select before, after from audit_log where target_id = ${incident.id}`;
  expect(JSON.stringify(trail)).not.toMatch(/A name|Two names/);
});

test("after a merge both stories are one, and what was merged takes no more", async () => {
  await add({ body: "Of the first" });
  const target = await openIncident(responder(), { title: "Second" });
  await addEntry(responder(), { incidentId: target.id, entry: fields({ body: "Of the second" }) });
  await mergeIncidents(responder(), { id: incident.id, version: 1, intoId: target.id, reason: "The same" });
  await expect(add()).rejects.toMatchObject({ code: "incident_merged" });
  expect(await texts({ incidentId: target.id, ...people })).toEqual(
    expect.arrayContaining(["Of the first", "Of the second"]),
  );
  const item = (await read(people)).items[0]?.id ?? "";
  await pinItem(responder(), { incidentId: target.id, item, isPinned: true });
  expect(await texts({ incidentId: target.id, isPinned: true })).toEqual(["Of the first"]);
});

test("the chart's events lie within its time, private and withdrawn ones not among them for a viewer", async () => {
  await add({ body: "Within" });
  await add({ body: "Long before", when: utc("2024-03-01T00:00") });
  await add({
    body: "Reaches into it",
    when: { form: "interval", local: "2024-04-01T00:00", until: "2024-04-25T08:30", zone: "UTC" },
  });
  await add({ body: "Private", isPrivate: true });
  const id = await add({ body: "Withdrawn" });
  await withdrawEntry(responder(), { id, revision: 1, reason: "Wrong" });
  const span = { from: new Date("2024-04-25T08:00:00Z"), to: new Date("2024-04-25T09:30:00Z") };
  const lanes = await readLaneItems(ctxOf("viewer"), { incidentId: incident.id, ...span });
  expect(lanes).toMatchObject({ ...span, items: [{ text: "Reaches into it" }, { text: "Within" }] });
  const usual = await readLaneItems(ctxOf("viewer"), { incidentId: incident.id });
  expect(usual).toMatchObject({ to: now, from: new Date("2024-04-23T12:00:00Z") });
});

test("text is text", async () => {
  const bodies = ["<script>alert(1)</script>", "gnp.\u202etxt.exe", '=HYPERLINK("x")', "'; drop table incidents; --"];
  for (const body of bodies) await add({ body });
  expect((await texts(people)).sort()).toEqual(bodies.sort());
});

test.each<[string, Partial<EntryFields>, object]>([
  ["the year 1", { when: utc("0001-01-01T00:00") }, { code: "invalid_when", details: { field: "local" } }],
  ["the year 9999", { when: utc("9999-12-31T23:59") }, { code: "invalid_when", details: { field: "local" } }],
  ["tomorrow week", { when: utc("2024-05-02T00:00") }, { code: "invalid_when" }],
  ["no zone", { when: { local: "2024-04-25T09:00", zone: " " } }, { code: "invalid_input" }],
  ["no text", { body: "  " }, { code: "invalid_input", details: { field: "entry.body" } }],
  [
    "a paste of a megabyte",
    { body: "x".repeat(1_000_000) },
    { code: "invalid_input", details: { field: "entry.body" } },
  ],
  ["in Muster's name", { source: "muster" }, { code: "invalid_input", details: { field: "entry.source" } }],
])("%s is refused", async (_name, given, error) => {
  await expect(add(given)).rejects.toMatchObject(error);
  expect(await texts(people)).toEqual([]);
});

test.each(["viewer", "relations"] as const)("a %s writes nothing", async (role) => {
  const id = await add();
  const ctx = ctxOf(role);
  const forbidden = { code: "forbidden" };
  await expect(addEntry(ctx, { incidentId: incident.id, entry: fields() })).rejects.toMatchObject(forbidden);
  await expect(correctEntry(ctx, { id, revision: 1, reason: "x", entry: fields() })).rejects.toMatchObject(forbidden);
  await expect(withdrawEntry(ctx, { id, revision: 1, reason: "x" })).rejects.toMatchObject(forbidden);
  const pin = pinItem(ctx, { incidentId: incident.id, item: `entry:${id}`, isPinned: true });
  await expect(pin).rejects.toMatchObject(forbidden);
});

test("an event of another incident is not pinned here; what is not there is not found", async () => {
  const id = await add();
  const other = await openIncident(responder(), { title: "Other" });
  const pin = (item: string) => pinItem(responder(), { incidentId: other.id, item, isPinned: true });
  await expect(pin(`entry:${id}`)).rejects.toMatchObject({ code: "entry_not_found" });
  await expect(pin("event:999999")).rejects.toMatchObject({ code: "entry_not_found" });
  const unknown = "00000000-0000-4000-8000-00000000dead";
  await expect(readTimeline(responder(), { incidentId: unknown })).rejects.toMatchObject({
    code: "incident_not_found",
  });
  const correct = correctEntry(responder(), { id: unknown, revision: 1, reason: "x", entry: fields() });
  await expect(correct).rejects.toMatchObject({ code: "entry_not_found" });
});
