import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { assignIncidentRole } from "@/lib/incidents/assign-role";
import { mergeIncidents } from "@/lib/incidents/merge-incidents";
import { moveIncident } from "@/lib/incidents/move-incident";
import { openIncident } from "@/lib/incidents/open-incident";
import { openFindingFor } from "@/lib/incidents/testing/open-finding-for";
import { readTimeline } from "@/lib/incidents/timeline/read-timeline";
import { createLogger } from "@/lib/log";
import { claimDeliveries } from "@/lib/notify/deliveries/claim-deliveries";
import { Deliverer } from "@/lib/notify/deliveries/deliverer";
import { startMailServer, type TestMailServer } from "@/lib/notify/mail/testing/start-mail-server";
import { draftUpdate } from "./draft-update";
import { listPromises, listUpdates } from "./list-updates";
import { remindUpdates } from "./remind-updates";
import { resendUpdate } from "./resend-update";
import { type SendUpdate, sendUpdate } from "./send-update";
import { statusChannel } from "./status-channel";

const start = new Date("2024-04-25T12:00:00Z");
const hourMs = 3_600_000;
const publicUrl = "https://muster.example";
const log = createLogger("worker", "silent");
let database: TestDatabase;
let mail: TestMailServer;
let now = start;
let url = "";
const server = () => ({ url, from: "muster@muster.example" });
const ctxOf = (role: Role) => testCtx(database.db, role, now);
const responder = () => ctxOf("responder");

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.owner`truncate users, providers, incidents, incident_years, incident_moments, incident_roles, incident_findings,
    incident_entries, findings, audit_log, domain_events, deliveries, status_updates, status_recipients restart identity`;
  mail = await startMailServer();
  url = mail.url;
  now = start;
});
afterEach(() => mail.stop());
afterAll(() => database.drop());

async function addUser(role: Role, email: string | null, isDisabled = false): Promise<string> {
  const id = randomUUID();
  await database.sql`insert into users (id, issuer, subject, name, email, role, disabled_at)
    values (${id}, 'test', ${id}, ${`User ${role}`}, ${email}, ${role}, ${isDisabled ? start : null})`;
  return id;
}
const addProvider = async (slug: string, email: string | null) => {
  const [row] = await database.sql`insert into providers (slug, name, contact_name, contact_email)
    values (${slug}, ${slug}, ${`Ops of ${slug}`}, ${email}) returning id`;
  return String(row?.id);
};
const open = () => openIncident(responder(), { title: "Names <b>changed</b>", kind: "connection_loss" });

async function inputFor(incidentId: string, given: Partial<SendUpdate> = {}): Promise<SendUpdate> {
  const { audience = "responders", kind = "first" } = given;
  const { subject, body, recipients } = await draftUpdate(responder(), { incidentId, audience, kind });
  return { id: randomUUID(), incidentId, audience, kind, subject, body, expectedRecipients: recipients, ...given };
}
const channel = () => statusChannel(database.db, server(), publicUrl);
/** Sends all that is due, once. */
async function deliver(): Promise<void> {
  const deliverer = new Deliverer({ db: database.db, log, now: () => now, channel: channel() });
  for (let count = 1; count > 0; ) {
    await deliverer.step();
    await deliverer.settle();
    const [due] =
      await database.sql`select count(*)::int as n from deliveries where state = 'waiting' and next_attempt_at <= ${now}`;
    count = due?.n;
  }
}
const only = async (incidentId: string) => {
  const { items } = await listUpdates(ctxOf("viewer"), { incidentId });
  const [first] = items;
  if (!first) throw new Error("there is no update");
  return first;
};

test("each of the audience gets a message of its own, and the record shows it without an address", async () => {
  await addUser("responder", "ada@muster.example");
  await addUser("admin", "root@muster.example");
  await addUser("responder", "gone@muster.example", true);
  await addUser("responder", null);
  await addUser("viewer", "board@muster.example");
  const incident = await open();
  expect(
    await draftUpdate(responder(), { incidentId: incident.id, audience: "responders", kind: "first" }),
  ).toMatchObject({
    subject: "[INC-2024-001] Incident: Names <b>changed</b>",
    ...{ recipients: 2, without: 1 },
  });
  await sendUpdate(responder(), await inputFor(incident.id), server());
  await deliver();
  expect(mail.received.map(({ to }) => to).sort()).toEqual([["ada@muster.example"], ["root@muster.example"]]);
  const toAda = mail.received.find(({ to }) => to[0] === "ada@muster.example")?.source ?? "";
  expect(toAda).not.toContain("root@");
  expect(toAda).toContain("&lt;b&gt;changed&lt;/b&gt;");
  expect(toAda).not.toContain("List-Unsubscribe");
  expect(await only(incident.id)).toMatchObject({ recipients: 2, delivered: 2, waiting: 0, dead: 0 });
  const { items } = await readTimeline(ctxOf("viewer"), { incidentId: incident.id });
  expect(JSON.stringify(items)).toContain("Update to responders");
  const kept =
    await database.sql`select to_jsonb(a)::text as row from audit_log a union all select to_jsonb(e)::text from domain_events e
    union all select to_jsonb(u)::text from status_updates u union all select to_jsonb(d)::text from deliveries d`;
  expect(kept.length).toBeGreaterThan(4);
  expect(kept.map(({ row }) => row).join()).not.toMatch(/ada@|root@/);
});

test("the providers that the findings name, or all; each with the way to hear no more", async () => {
  const north = await addProvider("north", "ops@north.example");
  await addProvider("south", "ops@south.example");
  await addProvider("silent", null);
  const incident = await open();
  const draft = () => draftUpdate(responder(), { incidentId: incident.id, audience: "providers", kind: "first" });
  expect(await draft()).toMatchObject({ recipients: 2, without: 1 });
  expect((await draft()).body).not.toContain("changed");
  const finding = await openFindingFor(database.db, now, { subjects: { provider: north } });
  const gathered = await openIncident(responder(), { findingIds: [finding] });
  await sendUpdate(responder(), await inputFor(gathered.id, { audience: "providers" }), server());
  await deliver();
  expect(mail.received.map(({ to }) => to)).toEqual([["ops@north.example"]]);
  expect(mail.received[0]?.source).toContain("List-Unsubscribe: <mailto:muster@muster.example?subject=unsubscribe>");
});

test("two clicks, and a click after the answer was lost, are one update", async () => {
  await addUser("viewer", "board@muster.example");
  const incident = await open();
  const input = await inputFor(incident.id, { audience: "leadership" });
  const both = await Promise.all([sendUpdate(responder(), input, server()), sendUpdate(responder(), input, server())]);
  expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true]);
  await deliver();
  expect(await sendUpdate(responder(), input, server())).toEqual({ recipients: 1, isNew: false });
  await deliver();
  expect(mail.received).toHaveLength(1);
  expect((await listUpdates(responder(), { incidentId: incident.id })).items).toHaveLength(1);
});

test("a server that is away, or says to come later, is tried again until it takes it", async () => {
  await addUser("responder", "ada@muster.example");
  const incident = await open();
  await sendUpdate(responder(), await inputFor(incident.id), server());
  await mail.stop();
  await deliver();
  expect(await only(incident.id)).toMatchObject({ waiting: 1, delivered: 0, dead: 0 });
  mail = await startMailServer();
  url = mail.url;
  mail.answer = { code: 450 };
  now = new Date(now.getTime() + hourMs);
  await deliver();
  expect(await only(incident.id)).toMatchObject({ waiting: 1, delivered: 0 });
  const [row] = await database.sql`select attempts, last_status, last_error from deliveries`;
  expect(row).toMatchObject({ attempts: 2, last_status: 450, last_error: "refused" });
  mail.answer = null;
  now = new Date(now.getTime() + hourMs);
  await deliver();
  expect(await only(incident.id)).toMatchObject({ waiting: 0, delivered: 1 });
});

test("a recipient that the server does not take is a dead letter, and is sent again when somebody says so", async () => {
  await addUser("responder", "ada@muster.example");
  const incident = await open();
  const input = await inputFor(incident.id);
  await sendUpdate(responder(), input, server());
  mail.answer = { code: 550 };
  await deliver();
  expect(await only(incident.id)).toMatchObject({ waiting: 0, dead: 1 });
  await expect(resendUpdate(ctxOf("viewer"), { id: input.id })).rejects.toMatchObject({ code: "forbidden" });
  expect(await resendUpdate(responder(), { id: input.id })).toBe(1);
  mail.answer = null;
  await deliver();
  expect(await only(incident.id)).toMatchObject({ delivered: 1, dead: 0 });
  await expect(resendUpdate(responder(), { id: input.id })).rejects.toMatchObject({ code: "nothing_dead" });
  await expect(resendUpdate(responder(), { id: randomUUID() })).rejects.toMatchObject({ code: "update_not_found" });
});

test("a worker that dies between sending and noting it: sent again under the same id, by which the receiver knows it", async () => {
  await addUser("responder", "ada@muster.example");
  const incident = await open();
  await sendUpdate(responder(), await inputFor(incident.id), server());
  const { name, destinations, send } = channel();
  const [claimed] = await claimDeliveries(database.db, { channel: name, destinations, most: 5, except: [] }, now);
  if (!claimed) throw new Error("nothing was claimed");
  expect(await send(claimed, now)).toMatchObject({ isDelivered: true });
  await deliver();
  expect(mail.received).toHaveLength(1);
  now = new Date(now.getTime() + 2 * 60_000);
  await deliver();
  const ids = mail.received.map(({ source }) => /^Message-ID: (.*)$/im.exec(source)?.[1]);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  expect(await only(incident.id)).toMatchObject({ delivered: 1 });
});

test("a promise that nobody kept reminds the lead once; a later update takes its place", async () => {
  const lead = await addUser("responder", "lead@muster.example");
  const incident = await open();
  const version = await assignIncidentRole(responder(), { id: incident.id, version: 1, role: "lead", userId: lead });
  const nextPromisedAt = new Date(now.getTime() + hourMs);
  await sendUpdate(responder(), await inputFor(incident.id, { nextPromisedAt }), server());
  await deliver();
  expect(await remindUpdates(database.db, now)).toBe(0);
  expect(await listPromises(ctxOf("viewer"), incident.id)).toMatchObject([{ audience: "responders", isDue: false }]);
  now = new Date(now.getTime() + 2 * hourMs);
  const reminded = await Promise.all([remindUpdates(database.db, now), remindUpdates(database.db, now)]);
  expect(reminded.sort()).toEqual([0, 1]);
  await deliver();
  expect(mail.received.at(-1)?.to).toEqual(["lead@muster.example"]);
  expect(mail.received.at(-1)?.source).toContain("Subject: [INC-2024-001] Update to responders is due");
  expect(await listPromises(responder(), incident.id)).toMatchObject([{ isDue: true }]);
  expect(await only(incident.id)).toMatchObject({ recipients: 1, delivered: 1 });
  await sendUpdate(responder(), await inputFor(incident.id, { kind: "progress" }), server());
  expect(await listPromises(responder(), incident.id)).toEqual([]);
  const later = new Date(now.getTime() + hourMs);
  await sendUpdate(responder(), await inputFor(incident.id, { nextPromisedAt: later }), server());
  await moveIncident(responder(), { id: incident.id, version, to: "declined", reason: "Nothing" });
  now = new Date(now.getTime() + 2 * hourMs);
  expect(await remindUpdates(database.db, now)).toBe(0);
});

test("refused: no mail server, a low role, what may not be shared, a count that changed, a merged one, wrong words", async () => {
  await addUser("viewer", "board@muster.example");
  await addProvider("north", "ops@north.example");
  const incident = await open();
  const input = await inputFor(incident.id, { audience: "leadership" });
  const refused = (given: Partial<SendUpdate>, code: string, role: Role = "responder") =>
    expect(sendUpdate(ctxOf(role), { ...input, ...given }, server())).rejects.toMatchObject({ code });
  await expect(sendUpdate(responder(), input, null)).rejects.toMatchObject({ code: "mail_not_set_up" });
  await refused({}, "forbidden", "relations");
  await refused({}, "forbidden", "viewer");
  await refused({ expectedRecipients: 2 }, "recipients_changed");
  await refused({ subject: "a\r\nBcc: all@example.com" }, "invalid_input");
  await refused({ subject: "\u202egnp" }, "invalid_input");
  await refused({ body: " " }, "invalid_input");
  await refused({ body: "a\0b" }, "invalid_input");
  await refused({ nextPromisedAt: new Date(now.getTime() - 1) }, "promise_not_ahead");
  await refused({ incidentId: randomUUID() }, "incident_not_found");
  const red = await openIncident(responder(), { title: "Secret", tlp: "red" });
  await refused({ incidentId: red.id }, "tlp_forbids");
  const strict = await openIncident(responder(), { title: "Ours", tlp: "amber_strict" });
  await refused({ incidentId: strict.id, audience: "providers", expectedRecipients: 1 }, "tlp_forbids");
  await mergeIncidents(responder(), { id: incident.id, version: 1, intoId: red.id, reason: "The same" });
  await refused({}, "incident_merged");
  expect(await database.sql`select 1 from deliveries`).toHaveLength(0);
});
