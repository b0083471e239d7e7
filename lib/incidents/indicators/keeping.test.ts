import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { createToken } from "@/lib/access/tokens/create-token";
import type { Incident } from "../incident";
import { mergeIncidents } from "../merge-incidents";
import { openIncident } from "../open-incident";
import { openFindingFor } from "../testing/open-finding-for";
import { addEntry } from "../timeline/add-entry";
import { addIndicators } from "./add-indicators";
import type { WrittenIndicator } from "./indicator";
import type { IndicatorValue } from "./indicator-kinds";
import { listIndicators } from "./list-indicators";
import { lookForIndicators } from "./look-for-indicators";
import { withdrawIndicator } from "./withdraw-indicator";

const now = new Date("2024-04-25T12:00:00Z");
const unknownId = "00000000-0000-4000-8000-00000000dead";
let database: TestDatabase;
let incident: Incident;
const ctxOf = (role: Role, at = now) => testCtx(database.db, role, at);
const responder = () => ctxOf("responder");
const address: WrittenIndicator = { kind: "ipv4", text: "198[.]51[.]100[.]7" };
const add = (indicators: WrittenIndicator[], incidentId = incident.id) =>
  addIndicators(responder(), { incidentId, indicators });
const values = async (incidentId = incident.id) =>
  (await listIndicators(ctxOf("viewer"), incidentId)).map(({ kind, value }) => `${kind} ${value}`);
const look = (...asked: IndicatorValue[]) => lookForIndicators(responder(), asked);

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.owner`truncate incidents, incident_years, incident_entries, incident_indicators, findings, tokens, sessions, audit_log, domain_events`;
  incident = await openIncident(responder(), { title: "April 2024" });
});
afterAll(() => database.drop());

test("added in their normal form, each once, audited; what is there already stays as it is", async () => {
  expect(await add([address, { kind: "ipv4", text: "198.51.100.7" }])).toBe(1);
  expect(await add([address, { kind: "domain", text: "Pool.Example" }])).toBe(1);
  expect((await values()).sort()).toEqual(["domain pool.example", "ipv4 198.51.100.7"]);
  const trail = await database.sql`select after from audit_log where action = 'incident.add-indicators' order by id`;
  expect(trail.map((row) => row.after.added.length)).toEqual([1, 1]);
  expect(await add([address])).toBe(0);
  expect(await database.sql`select 1 from audit_log where action = 'incident.add-indicators'`).toHaveLength(2);
});

test("two who add the same at once add it once", async () => {
  const added = await Promise.all([add([address]), add([address]), add([address])]);
  expect(added.toSorted()).toEqual([0, 0, 1]);
  expect(await values()).toEqual(["ipv4 198.51.100.7"]);
});

test("written with an event they are kept with it, or neither is", async () => {
  const when = { local: "2024-04-25T09:00", zone: "UTC" };
  const entry = { kind: "attacker" as const, body: "Came from 198[.]51[.]100[.]7", when, source: "Chat" };
  await addEntry(responder(), { incidentId: incident.id, entry, indicators: [address] });
  expect(await values()).toEqual(["ipv4 198.51.100.7"]);
  const wrong: WrittenIndicator = { kind: "sha256", text: "nonsense" };
  const failing = addEntry(responder(), { incidentId: incident.id, entry, indicators: [wrong] });
  await expect(failing).rejects.toMatchObject({ code: "invalid_indicator", details: { field: "indicators.0" } });
  expect(await database.sql`select 1 from incident_entries`).toHaveLength(1);
});

test("of two who take one back one is told; it stays readable, and may be added anew", async () => {
  await add([address]);
  const [{ id = "" } = {}] = await listIndicators(responder(), incident.id);
  const act = () => withdrawIndicator(responder(), { id, reason: "Our own proxy" });
  const results = await Promise.allSettled([act(), act()]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(act()).rejects.toMatchObject({ kind: "conflict", code: "indicator_withdrawn" });
  expect((await listIndicators(responder(), incident.id))[0]?.withdrawn).toMatchObject({ reason: "Our own proxy" });
  expect(await add([address])).toBe(1);
  expect((await listIndicators(responder(), incident.id)).map(({ withdrawn }) => withdrawn === null)).toEqual([
    true,
    false,
  ]);
});

test("bad input, an unknown incident and one that was merged away are refused; of the merged all is listed", async () => {
  await expect(add([])).rejects.toMatchObject({ code: "invalid_input" });
  await expect(add(Array(51).fill(address))).rejects.toMatchObject({ code: "invalid_input" });
  await expect(add([{ kind: "url", text: "javascript:alert(1)" }])).rejects.toMatchObject({
    code: "invalid_indicator",
  });
  await expect(add([address], unknownId)).rejects.toMatchObject({ code: "incident_not_found" });
  const gone = withdrawIndicator(responder(), { id: unknownId, reason: "x" });
  await expect(gone).rejects.toMatchObject({ code: "indicator_not_found" });
  await add([address]);
  const other = await openIncident(responder(), { title: "Goes on" });
  expect(await values(other.id)).toEqual([]);
  await mergeIncidents(responder(), { id: incident.id, version: 1, intoId: other.id, reason: "The same" });
  await expect(add([address])).rejects.toMatchObject({ code: "incident_merged" });
  expect(await values(other.id)).toEqual(["ipv4 198.51.100.7"]);
});

test("an incident takes 1,000 indicators and no more", async () => {
  await database.owner`insert into incident_indicators (incident_id, kind, value, note, added_by, added_at)
    select ${incident.id}, 'domain', 'a' || i || '.example', '', 'x', ${now} from generate_series(1, 1000) i`;
  await expect(add([address])).rejects.toMatchObject({ code: "too_many_indicators" });
});

test("viewers and relations see them, and neither add, withdraw nor look for them", async () => {
  await add([address]);
  const [{ id = "" } = {}] = await listIndicators(responder(), incident.id);
  for (const role of ["viewer", "relations"] as const) {
    expect(await listIndicators(ctxOf(role), incident.id)).toHaveLength(1);
    const adding = addIndicators(ctxOf(role), { incidentId: incident.id, indicators: [address] });
    await expect(adding).rejects.toMatchObject({ kind: "forbidden" });
    await expect(withdrawIndicator(ctxOf(role), { id, reason: "x" })).rejects.toMatchObject({ kind: "forbidden" });
    await expect(lookForIndicators(ctxOf(role), [])).rejects.toMatchObject({ kind: "forbidden" });
  }
});

test("seen three times since 9 April: the audit trail and the evidence of findings, and no neighbour of it", async () => {
  await database.owner`truncate audit_log`;
  await database.owner`insert into audit_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, address)
    select at::timestamptz, 'nobody', 'x', 'x', 'access.denied', 'x', 'x', address::inet from (values
      ('2024-04-09T10:00:00Z', '198.51.100.7'), ('2024-04-12T10:00:00Z', '198.51.100.7'), ('2024-04-01T10:00:00Z', '198.51.100.70')) v(at, address)`;
  const finding = (ip: string) => openFindingFor(database.db, new Date("2024-04-20T00:00:00Z"), { evidence: { ip } });
  await finding("198.51.100.7");
  await finding("198.51.100.77");
  await finding("2198.51.100.7");
  await finding("198.51.100.7.example");
  const [seen] = await look({ kind: "ipv4", value: "198.51.100.7" }, { kind: "ipv4", value: "192.0.2.99" });
  expect(seen).toMatchObject({ count: 3, isMore: false, first: new Date("2024-04-09T10:00:00Z") });
  expect(seen?.places.map(({ id, count }) => [id, count])).toEqual([
    ["audit", 2],
    ["findings", 1],
  ]);
});

test("an address of the newer kind is the same one however it was recorded", async () => {
  await database.owner`insert into audit_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, address)
    values (${now}, 'nobody', 'x', 'x', 'access.denied', 'x', 'x', '2001:0db8:0:0::0007')`;
  expect(await look({ kind: "ipv6", value: "2001:db8::7" })).toMatchObject([{ count: 1 }]);
});

test("a token by its prefix and by its hash, a program that somebody signed in with", async () => {
  const { prefix } = await createToken(ctxOf("admin"), { kind: "operator", name: "Leaked" });
  const [row] = await database.sql`select encode(hash, 'hex') as hash from tokens`;
  const found = await look({ kind: "token_fingerprint", value: prefix }, { kind: "sha256", value: row?.hash });
  expect(found.map(({ count, places }) => [count, places.map(({ id }) => id)])).toEqual([
    [1, ["tokens"]],
    [1, ["tokens"]],
  ]);
  await createSessionFor(database.db, { role: "viewer", publicUrl: "http://localhost" });
  await database.owner`update sessions set user_agent = 'python-requests/2.31.0'`;
  const asked = { kind: "user_agent" as const, value: "python-requests/2.31.0" };
  expect(await look(asked)).toMatchObject([{ count: 1, places: [{ id: "sign-ins" }] }]);
});

test("text that means something to a pattern or to JSON is looked for as text", async () => {
  const value = 'a.c* (x|y) [z] \\d "quoted" $';
  await openFindingFor(database.db, now, { evidence: { agent: value } });
  await openFindingFor(database.db, now, { evidence: { agent: 'abc (x [z] 1 "quoted" ' } });
  expect(await look({ kind: "user_agent", value })).toMatchObject([{ count: 1 }]);
  expect(await look({ kind: "user_agent", value: "%" }, { kind: "user_agent", value: ".*" })).toEqual([]);
});

test("more than a thousand of one place are counted no further, and the page says so", async () => {
  await database.owner`insert into audit_log (at, actor_kind, actor_id, actor_name, action, target_kind, target_id, address)
    select ${now}, 'nobody', 'x', 'x', 'access.denied', 'x', 'x', '198.51.100.7' from generate_series(1, 1200)`;
  expect(await look({ kind: "ipv4", value: "198.51.100.7" })).toMatchObject([{ count: 1_000, isMore: true }]);
});
