import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { incidentsOfFindings } from "./incidents-of-findings";
import { joinIncident } from "./join-incident";
import { leaveIncident } from "./leave-incident";
import { mergeIncidents } from "./merge-incidents";
import { moveIncident } from "./move-incident";
import { openIncident } from "./open-incident";
import { suggestIncidents } from "./suggest-incidents";
import { openFindingFor } from "./testing/open-finding-for";

const now = new Date("2024-04-25T12:00:00Z");
const longAgo = new Date("2024-03-01T12:00:00Z");
const unknownId = "00000000-0000-4000-8000-00000000dead";
let database: TestDatabase;
const ctxOf = (role: Role, at = now) => testCtx(database.db, role, at);
const responder = (at = now) => ctxOf("responder", at);
const eventsOf = async (id: string) =>
  (await database.sql`select kind, title from domain_events where subjects->>'incident' = ${id} order by id`).map(
    ({ kind, title }) => `${kind}: ${title}`,
  );

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.owner`truncate incidents, incident_years, incident_moments, incident_roles, incident_findings, findings, audit_log, domain_events`;
});
afterAll(() => database.drop());

test("the incident of the same detector comes first, then of the same provider, then of the same time, then the latest", async () => {
  const at = { rule: "api.write-surge", subjects: { provider: "7" } };
  const finding = await openFindingFor(database.db, now, at);
  const holds = async (given: Parameters<typeof openFindingFor>[2], startedAt: Date) =>
    openIncident(responder(longAgo), { findingIds: [await openFindingFor(database.db, startedAt, given)] });
  const detector = await holds({ rule: "api.write-surge" }, longAgo);
  const provider = await holds({ rule: "fleet.other", subjects: { provider: "7" } }, longAgo);
  const time = await holds({ rule: "fleet.other" }, new Date(now.getTime() - 30 * 60_000));
  const other = await openIncident(responder(new Date("2024-04-01T00:00:00Z")), { title: "Something else" });
  const ended = await openIncident(responder(), { title: "Ended" });
  await moveIncident(responder(), { id: ended.id, version: 1, to: "declined", reason: "Nothing" });
  const listed = await suggestIncidents(ctxOf("viewer"), { findingIds: [finding] });
  expect(listed.map(({ id }) => id)).toEqual([detector.id, provider.id, time.id, other.id]);
  expect(listed[0]).toMatchObject({ isSameDetector: true, isSameProvider: false, isSameTime: false, state: "triage" });
  expect(listed[2]).toMatchObject({ isSameDetector: false, isSameProvider: false, isSameTime: true });
});

test("a text narrows it, and its signs are no pattern; without findings the latest come first", async () => {
  await openIncident(responder(longAgo), { title: "100% lost" });
  await openIncident(responder(), { title: "Names changed" });
  const titles = async (text: string) => (await suggestIncidents(responder(), { text })).map(({ title }) => title);
  expect(await titles("")).toEqual(["Names changed", "100% lost"]);
  expect(await titles("0%")).toEqual(["100% lost"]);
  expect(await titles("%")).toEqual(["100% lost"]);
  expect(await titles("inc-2024-002")).toEqual(["Names changed"]);
  await expect(suggestIncidents(responder(), { text: "x".repeat(201) })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("a finding names its incident: the open one before an ended one, and after a merge where it is now", async () => {
  const finding = await openFindingFor(database.db, now);
  const first = await openIncident(responder(longAgo), { findingIds: [finding] });
  const of = async () => (await incidentsOfFindings(ctxOf("viewer"), [finding, unknownId]))[finding];
  expect(await of()).toEqual({ id: first.id, reference: first.reference, title: first.title, isOpen: true });
  await moveIncident(responder(), { id: first.id, version: 1, to: "declined", reason: "Nothing" });
  expect(await of()).toMatchObject({ id: first.id, isOpen: false });
  const second = await openIncident(responder(longAgo), { findingIds: [finding] });
  expect(await of()).toMatchObject({ id: second.id, isOpen: true });
  const third = await openIncident(responder(), { title: "The whole" });
  await mergeIncidents(responder(), { id: second.id, version: 1, intoId: third.id, reason: "The same" });
  expect(await of()).toMatchObject({ id: third.id, isOpen: true });
});

test("what was joined wrongly is taken out: audited, told, once, also what a merged one brought", async () => {
  const finding = await openFindingFor(database.db, now, { title: "Surge" });
  const merged = await openIncident(responder(), { findingIds: [finding] });
  const into = await openIncident(responder(), { title: "The whole" });
  await mergeIncidents(responder(), { id: merged.id, version: 1, intoId: into.id, reason: "The same" });
  const input = { id: into.id, findingIds: [finding] };
  const both = await Promise.all([leaveIncident(responder(), input), leaveIncident(responder(), input)]);
  expect(both.map(({ left }) => left).sort()).toEqual([0, 1]);
  expect(await incidentsOfFindings(responder(), [finding])).toEqual({});
  expect((await eventsOf(into.id)).filter((each) => each.startsWith("incident.left"))).toEqual([
    `incident.left: Taken out of ${into.reference}: Surge`,
  ]);
  const audited = await database.sql`select before from audit_log where action = 'incident.leave'`;
  expect(audited.map((row) => row.before)).toEqual([{ findingIds: [finding] }]);
  expect((await joinIncident(responder(), input)).joined).toBe(1);
});

test("another incident's finding stays there; an ended incident, a low role and bad input are refused", async () => {
  const finding = await openFindingFor(database.db, now);
  const holder = await openIncident(responder(), { findingIds: [finding] });
  const other = await openIncident(responder(), { title: "Another" });
  expect((await leaveIncident(responder(), { id: other.id, findingIds: [finding] })).left).toBe(0);
  expect((await incidentsOfFindings(responder(), [finding]))[finding]?.id).toBe(holder.id);
  const input = { id: holder.id, findingIds: [finding] };
  await expect(leaveIncident(ctxOf("relations"), input)).rejects.toMatchObject({ code: "forbidden" });
  await expect(leaveIncident(responder(), { id: unknownId, findingIds: [finding] })).rejects.toMatchObject({
    code: "incident_not_found",
  });
  await expect(leaveIncident(responder(), { id: holder.id, findingIds: [] })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await moveIncident(responder(), { id: holder.id, version: 1, to: "declined", reason: "Nothing" });
  await expect(leaveIncident(responder(), input)).rejects.toMatchObject({ code: "incident_ended" });
});
