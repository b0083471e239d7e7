import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { assignIncidentRole } from "./assign-role";
import { getIncident } from "./get-incident";
import { incidentStates } from "./incident-choices";
import { incidentMoves } from "./incident-moves";
import { joinIncident } from "./join-incident";
import { countIncidentsInTriage, listIncidents } from "./list-incidents";
import { mergeIncidents } from "./merge-incidents";
import { moveIncident } from "./move-incident";
import { openIncident } from "./open-incident";
import { setMoments } from "./set-moments";
import { openFindingFor } from "./testing/open-finding-for";
import { updateIncident } from "./update-incident";

const now = new Date("2024-05-30T12:00:00Z");
const unknownId = "00000000-0000-4000-8000-00000000dead";
let database: TestDatabase;
const ctxOf = (role: Role, at = now) => testCtx(database.db, role, at);
const responder = () => ctxOf("responder");
const open = (title = "Names of devices were changed") => openIncident(responder(), { title });
const trailOf = async (id: string) =>
  (await database.sql`select action from audit_log where target_id = ${id} order by id`).map((row) => row.action);
const eventsOf = async (id: string) =>
  (await database.sql`select kind from domain_events where subjects->>'incident' = ${id} order by id`).map(
    (row) => row.kind,
  );

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.owner`truncate incidents, incident_years, incident_moments, incident_roles, incident_findings, findings, audit_log, domain_events`;
});
afterAll(() => database.drop());

test("opened by hand: a reference of its year, in triage, nothing known that nobody said, audited and told", async () => {
  const made = await open();
  expect(made).toMatchObject({ reference: "INC-2024-001", state: "triage", severity: 3, tlp: "amber", version: 1 });
  const detail = await getIncident(ctxOf("viewer"), "inc-2024-001");
  expect(detail).toMatchObject({ incident: { id: made.id }, moments: [], findings: [], mergedInto: null });
  expect(Object.values(detail.durations)).toEqual([null, null, null, null, null]);
  expect(await trailOf(made.id)).toEqual(["incident.open"]);
  expect(await eventsOf(made.id)).toEqual(["incident.opened"]);
});

test("references of a year go up one by one, also when twelve open at once; another year begins anew", async () => {
  const opened = await Promise.all(Array.from({ length: 12 }, (_, i) => open(`Incident ${i}`)));
  const expected = Array.from({ length: 12 }, (_, i) => `INC-2024-${String(i + 1).padStart(3, "0")}`);
  expect(opened.map(({ reference }) => reference).sort()).toEqual(expected);
  const next = await openIncident(ctxOf("responder", new Date("2025-01-01T00:00:00Z")), { title: "New year" });
  expect(next.reference).toBe("INC-2025-001");
});

test("an opening that fails gives its number back", async () => {
  await expect(openIncident(responder(), { findingIds: [unknownId] })).rejects.toMatchObject({
    code: "finding_not_found",
  });
  await expect(openIncident(responder(), { title: "a\0b" })).rejects.toThrow();
  expect((await open()).reference).toBe("INC-2024-001");
});

test("from findings: title and severity of the gravest, detected with the first of them", async () => {
  const early = new Date("2024-04-25T08:05:00Z");
  const first = await openFindingFor(database.db, early, { severity: "medium" });
  const second = await openFindingFor(database.db, now, { severity: "critical", title: "600,000 became 10,000" });
  const made = await openIncident(responder(), { findingIds: [first, second] });
  expect(made).toMatchObject({ title: "600,000 became 10,000", severity: 1, kind: "fleet_tampering" });
  const detail = await getIncident(responder(), made.id);
  expect(detail.findings.map(({ id }) => id)).toEqual([first, second]);
  expect(detail.moments).toMatchObject([{ moment: "detected", earliest: early, latest: early }]);
});

test("two who open from one finding at once make one incident; the other is told which", async () => {
  const finding = await openFindingFor(database.db, now);
  const results = await Promise.allSettled(
    [1, 2, 3, 4].map(() => openIncident(responder(), { findingIds: [finding] })),
  );
  const made = results.filter(({ status }) => status === "fulfilled");
  expect(made).toHaveLength(1);
  const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  for (const error of refused) {
    expect(error).toMatchObject({ code: "finding_in_incident", details: { reference: "INC-2024-001" } });
  }
  await expect(listIncidents(ctxOf("viewer"), { findingId: finding })).resolves.toMatchObject({
    items: [{ reference: "INC-2024-001", findings: 1 }],
  });
});

test("joining again changes nothing; a finding of another open incident stays there, of a closed one it may go", async () => {
  const [first, second] = [await open("First"), await open("Second")];
  const finding = await openFindingFor(database.db, now);
  const join = (id: string) => joinIncident(responder(), { id, findingIds: [finding] });
  expect(await join(first.id)).toEqual({ joined: 1, reference: first.reference });
  expect(await join(first.id)).toMatchObject({ joined: 0 });
  expect(await eventsOf(first.id)).toEqual(["incident.opened", "incident.joined"]);
  await expect(join(second.id)).rejects.toMatchObject({ code: "finding_in_incident" });
  await moveIncident(responder(), { id: first.id, version: 1, to: "declined", reason: "A test of ours" });
  expect(await join(second.id)).toMatchObject({ joined: 1 });
  await expect(join(first.id)).rejects.toMatchObject({ code: "finding_in_incident" });
  const other = await openFindingFor(database.db, now);
  const late = joinIncident(responder(), { id: first.id, findingIds: [other] });
  await expect(late).rejects.toMatchObject({ code: "incident_ended" });
  // What was taken up elsewhere meanwhile is not taken back by reopening.
  const reopened = moveIncident(responder(), { id: first.id, version: 2, to: "triage", reason: "No test after all" });
  await expect(reopened).rejects.toMatchObject({ code: "finding_in_incident" });
});

test("every move of the table goes, and no other; states set the moments that they say", async () => {
  for (const from of incidentStates) {
    for (const to of incidentStates) {
      const made = await open();
      await database.owner`update incidents set state = ${from} where id = ${made.id}`;
      const moved = moveIncident(responder(), { id: made.id, version: 1, to, reason: "For the test" });
      if (incidentMoves[from].includes(to)) await expect(moved).resolves.toMatchObject({ state: to, version: 2 });
      else await expect(moved).rejects.toMatchObject({ kind: "conflict" });
    }
  }
});

test("the states that an incident goes through are its moments; going back takes away what no longer holds", async () => {
  const { id } = await open();
  const at = (hour: number) => new Date(now.getTime() + hour * 3_600_000);
  const path = ["active", "contained", "recovering", "resolved", "closed"] as const;
  for (const [i, to] of path.entries()) await moveIncident(ctxOf("responder", at(i)), { id, version: i + 1, to });
  const closed = await getIncident(responder(), id);
  const known = Object.fromEntries(closed.moments.map(({ moment, earliest }) => [moment, earliest]));
  expect(known).toEqual({ acknowledged: at(0), contained: at(1), resolved: at(3), closed: at(4) });
  const unexplained = moveIncident(responder(), { id, version: 6, to: "active" });
  await expect(unexplained).rejects.toMatchObject({ code: "invalid_input", details: { field: "reason" } });
  await moveIncident(ctxOf("responder", at(5)), { id, version: 6, to: "active", reason: "It came back" });
  expect((await getIncident(responder(), id)).moments.map(({ moment }) => moment)).toEqual(["acknowledged"]);
  const [event] =
    await database.sql`select figures from domain_events where kind = 'incident.moved' order by id desc limit 1`;
  expect(event?.figures).toMatchObject({
    reason: "It came back",
    momentsTakenBack: [{ moment: "contained" }, { moment: "resolved" }, { moment: "closed" }],
  });
});

test("moments are set together, with source and reason; the ambiguous one gives a duration from … to", async () => {
  const { id } = await open();
  const when = (local: string, zone = "UTC") => ({ local, zone });
  const version = await setMoments(responder(), {
    id,
    version: 1,
    moments: {
      first_malicious: {
        when: { ...when("2024-04-10T00:00"), form: "about", uncertaintyMinutes: 7 * 1_440, written: "weeks before" },
        source: "The report",
      },
      detected: { when: { ...when("2024-04-25T01:05", "PST"), written: "1:05 am PST" }, source: "The report" },
      contained: { when: when("2024-04-25T12:00"), source: "Chat" },
    },
    reason: "From the published report",
  });
  const { moments, durations } = await getIncident(ctxOf("viewer"), id);
  expect(moments.find(({ moment }) => moment === "detected")).toMatchObject({
    value: { written: "1:05 am PST", readings: [{ zone: "PDT, UTC−07:00" }, { zone: "PST, UTC−08:00" }] },
    source: "The report",
    reason: "From the published report",
    setBy: "Test responder",
  });
  const hour = 3_600_000;
  expect(durations.contain).toEqual({ leastMs: 3 * hour - 300_000, mostMs: 4 * hour - 300_000 });
  const early = setMoments(responder(), {
    ...{ id, version, reason: "Wrong" },
    moments: { contained: { when: when("2024-04-02T23:00"), source: "Chat" } },
  });
  await expect(early).rejects.toMatchObject({ code: "moments_out_of_order", details: { later: "contained" } });
  await setMoments(responder(), { id, version, moments: { contained: null }, reason: "It was another one" });
  expect((await getIncident(responder(), id)).durations.contain).toBeNull();
  expect(await trailOf(id)).toEqual(["incident.open", ...Array(4).fill("incident.set-moment")]);
});

test.each([
  ["0001-01-01T00:00", "lies before 2000"],
  ["9999-01-01T00:00", "far in the future"],
  ["2024-06-30T00:00", "in the future"],
])("the year of %s is refused", async (local, words) => {
  const { id } = await open();
  const set = setMoments(responder(), {
    ...{ id, version: 1, reason: "x" },
    moments: { detected: { when: { local, zone: "UTC" }, source: "x" } },
  });
  await expect(set).rejects.toThrow(words);
});

test("an edit of what somebody changed meanwhile is a conflict that says what stands there, and writes nothing", async () => {
  const { id } = await open();
  await updateIncident(responder(), { id, version: 1, fields: { severity: 1, title: "First" } });
  const second = updateIncident(responder(), { id, version: 1, fields: { title: "Second" } });
  await expect(second).rejects.toMatchObject({
    code: "stale_version",
    details: { version: 2, current: { title: "First", severity: 1 } },
  });
  const [row] = await database.sql`select title, version from incidents where id = ${id}`;
  expect(row).toEqual({ title: "First", version: 2 });
  // What says nothing new is no change.
  expect(await updateIncident(responder(), { id, version: 2, fields: { title: "First" } })).toMatchObject({
    version: 2,
  });
  expect(await trailOf(id)).toEqual(["incident.open", "incident.update"]);
});

test("one lead at a time, who may write incidents", async () => {
  const { id } = await open();
  const people = await Promise.all(
    (["responder", "admin", "viewer"] as const).map((role) => createSessionFor(database.db, { role })),
  );
  const [one, two, viewer] = people.map(({ userId }) => userId) as [string, string, string];
  const assign = (version: number, userId: string, role: "lead" | "expert" = "lead", isAssigned = true) =>
    assignIncidentRole(responder(), { id, version, role, userId, isAssigned });
  await assign(1, one);
  await assign(2, two);
  await assign(3, viewer, "expert");
  await expect(assign(4, viewer)).rejects.toMatchObject({ code: "not_a_responder" });
  await expect(assign(4, unknownId)).rejects.toMatchObject({ code: "user_not_found" });
  await expect(assign(1, one)).rejects.toMatchObject({ code: "stale_version" });
  const { people: shown } = await getIncident(ctxOf("viewer"), id);
  expect(shown).toMatchObject([
    { role: "lead", userId: two },
    { role: "expert", userId: viewer },
  ]);
  await assign(4, two, "lead", false);
  expect((await getIncident(responder(), id)).people).toHaveLength(1);
});

test("merging loses no row: what was merged is read with what it was merged into, also twice over", async () => {
  const finding = () => openFindingFor(database.db, now);
  const make = async (title: string) => openIncident(responder(), { title, findingIds: [await finding()] });
  const [a, b, c] = [await make("A"), await make("B"), await make("C")];
  await mergeIncidents(responder(), { id: a.id, version: 1, intoId: b.id, reason: "The same" });
  await mergeIncidents(responder(), { id: b.id, version: 2, intoId: c.id, reason: "The same" });
  const detail = await getIncident(ctxOf("viewer"), c.reference);
  expect(detail.findings).toHaveLength(3);
  expect(detail.merged.map(({ reference }) => reference).sort()).toEqual([a.reference, b.reference]);
  expect(await getIncident(ctxOf("viewer"), a.reference)).toMatchObject({
    incident: { state: "merged" },
    mergedInto: { reference: b.reference },
    findings: [{}],
  });
  const late = await finding();
  for (const act of [
    () => updateIncident(responder(), { id: a.id, version: 2, fields: { title: "Late" } }),
    () => moveIncident(responder(), { id: a.id, version: 2, to: "active" }),
    () => joinIncident(responder(), { id: a.id, findingIds: [late] }),
    () => mergeIncidents(responder(), { id: a.id, version: 2, intoId: c.id, reason: "Again" }),
    () => mergeIncidents(responder(), { id: c.id, version: 2, intoId: a.id, reason: "Back" }),
  ]) {
    await expect(act()).rejects.toMatchObject({ code: "incident_merged" });
  }
  const self = mergeIncidents(responder(), { id: c.id, version: 2, intoId: c.id, reason: "Self" });
  await expect(self).rejects.toMatchObject({ code: "same_incident" });
});

test("two responders edit, merge and close at once: each time one order holds, nothing is lost and nobody waits for ever", async () => {
  for (let round = 0; round < 8; round++) {
    const finding = await openFindingFor(database.db, now);
    const a = await openIncident(responder(), { title: "A", findingIds: [finding] });
    const b = await open("B");
    await database.owner`update incidents set state = 'resolved' where id in (${a.id}, ${b.id})`;
    const results = await Promise.allSettled([
      updateIncident(responder(), { id: a.id, version: 1, fields: { title: "Edited" } }),
      mergeIncidents(responder(), { id: a.id, version: 1, intoId: b.id, reason: "The same" }),
      mergeIncidents(responder(), { id: b.id, version: 1, intoId: a.id, reason: "The same" }),
      moveIncident(responder(), { id: a.id, version: 1, to: "closed" }),
      moveIncident(responder(), { id: b.id, version: 1, to: "closed" }),
    ]);
    const [edited, aIntoB, bIntoA, closedA, closedB] = results.map(({ status }) => status === "fulfilled");
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ kind: "conflict" });
    // Each of the two was changed at version 1 by at most one of those who read it so.
    expect([edited, aIntoB, closedA].filter(Boolean).length).toBeLessThanOrEqual(1);
    expect([bIntoA, closedB].filter(Boolean).length).toBeLessThanOrEqual(1);
    expect(aIntoB && bIntoA).toBe(false);
    const [nowA, nowB] = [await getIncident(responder(), a.id), await getIncident(responder(), b.id)];
    expect(nowA.incident.title).toBe(edited ? "Edited" : "A");
    expect(nowA.incident.state).toBe(aIntoB ? "merged" : closedA ? "closed" : "resolved");
    expect(nowB.incident.state).toBe(bIntoA ? "merged" : closedB ? "closed" : "resolved");
    // Every act that went through has its row in the trail, and no other has.
    const acts = [...(await trailOf(a.id)), ...(await trailOf(b.id))].filter((action) => action !== "incident.open");
    const done = [edited, aIntoB, aIntoB, bIntoA, bIntoA, closedA, closedB].filter(Boolean).length;
    expect(acts).toHaveLength(done);
    const holder = aIntoB ? nowB : nowA;
    expect(holder.findings.map(({ id }) => id)).toEqual([finding]);
    await database.owner`truncate audit_log, incident_findings`;
  }
});

test.each(["viewer", "relations"] as const)("a %s reads and writes nothing", async (role) => {
  const { id } = await open();
  const ctx = ctxOf(role);
  const forbidden = { code: "forbidden" };
  await expect(openIncident(ctx, { title: "x" })).rejects.toMatchObject(forbidden);
  await expect(joinIncident(ctx, { id, findingIds: [unknownId] })).rejects.toMatchObject(forbidden);
  await expect(updateIncident(ctx, { id, version: 1, fields: {} })).rejects.toMatchObject(forbidden);
  await expect(moveIncident(ctx, { id, version: 1, to: "active" })).rejects.toMatchObject(forbidden);
  await expect(setMoments(ctx, { id, version: 1, moments: {}, reason: "x" })).rejects.toMatchObject(forbidden);
  await expect(mergeIncidents(ctx, { id, version: 1, intoId: id, reason: "x" })).rejects.toMatchObject(forbidden);
  await expect(assignIncidentRole(ctx, { id, version: 1, role: "lead", userId: unknownId })).rejects.toMatchObject(
    forbidden,
  );
  expect(await countIncidentsInTriage(ctx)).toBe(1);
});

test("bad input names its field; an unknown incident is not found", async () => {
  const wrong = (input: object) => openIncident(responder(), input);
  await expect(wrong({ title: " " })).rejects.toMatchObject({ code: "invalid_input", details: { field: "title" } });
  await expect(wrong({})).rejects.toMatchObject({ details: { field: "title" } });
  await expect(wrong({ title: "x", severity: 5 })).rejects.toMatchObject({ details: { field: "severity" } });
  await expect(wrong({ title: "x".repeat(201) })).rejects.toMatchObject({ details: { field: "title" } });
  const unknown = updateIncident(responder(), { id: unknownId, version: 1, fields: { title: "x" } });
  await expect(unknown).rejects.toMatchObject({ code: "incident_not_found" });
  for (const id of [unknownId, "INC-1999-001", "'; drop table incidents"]) {
    await expect(getIncident(responder(), id)).rejects.toMatchObject({ code: "incident_not_found" });
  }
  await expect(listIncidents(responder(), { cursor: "x" })).rejects.toMatchObject({ code: "invalid_cursor" });
});

test("the list has every incident once over its pages, and filters", async () => {
  for (let i = 0; i < 7; i++) await open(`Incident ${i} of 100%`);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIncidents(ctxOf("viewer"), { limit: 3, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ reference }) => reference));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(7);
  expect(seen).toHaveLength(7);
  const of = async (filter: object) => (await listIncidents(responder(), filter)).items.length;
  expect(await of({ text: "0%" })).toBe(7);
  expect(await of({ text: "INC-2024-003" })).toBe(1);
  expect(await of({ state: ["closed"] })).toBe(0);
  expect(await of({ severity: [3], state: ["triage", "active"] })).toBe(7);
});
