import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { openFinding } from "@/lib/findings/open-finding";
import { createLogger } from "@/lib/log";
import { claimDeliveries } from "@/lib/notify/deliveries/claim-deliveries";
import { Deliverer } from "@/lib/notify/deliveries/deliverer";
import { removeOldDeliveries } from "@/lib/notify/deliveries/remove-old-deliveries";
import { settleDelivery } from "@/lib/notify/deliveries/settle-delivery";
import { createWebhook } from "./create-webhook";
import { getWebhook, listWebhooks } from "./list-webhooks";
import { pauseWebhook } from "./pause-webhook";
import { queueWebhookEvents } from "./queue-webhook-events";
import { removeWebhook } from "./remove-webhook";
import { resendDeliveries } from "./resend-deliveries";
import { resumeWebhook } from "./resume-webhook";
import { rotateWebhookSecret } from "./rotate-webhook-secret";
import { sendTest } from "./send-test";
import { signWebhook } from "./sign-webhook";
import { type Received, type Receiver, startReceiver } from "./testing/start-receiver";
import { forgetOldSecrets, webhookChannel } from "./webhook-channel";

const hosts = { named: ["127.0.0.1"] };
const publicUrl = "https://muster.example";
const start = new Date("2026-11-21T08:00:00Z");
const hourMs = 3_600_000;

let database: TestDatabase;
let receiver: Receiver;
let now = start;
const log = createLogger("worker", "silent");
const admin = () => testCtx(database.db, "admin", now);

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.owner`truncate webhooks, deliveries, event_readers, domain_events, findings, audit_log`;
  receiver = await startReceiver();
  now = start;
});
afterEach(() => receiver.stop());

const make = (name = "Pager", path = "/hook", events = ["finding.opened" as const]) =>
  createWebhook(admin(), { name, url: `${receiver.url}${path}`, events }, hosts);
const deliverer = () =>
  new Deliverer({ db: database.db, log, now: () => now, channel: webhookChannel(database.db, hosts) });
const queueOnce = () => queueWebhookEvents(database.db, publicUrl, now);

/** Until all is read: while a transaction of another test file is open, what committed after it began waits. */
async function queue(): Promise<void> {
  await vi.waitFor(async () => {
    await queueOnce();
    const unread = await database.sql`
      select 1 from domain_events e, event_readers r where (e.xid, e.id) > (r.xid, r.event_id)
        and e.xid < pg_snapshot_xmax(pg_current_snapshot())`;
    expect(unread).toHaveLength(0);
  }, patience);
}
const patience = { timeout: 15_000, interval: 10 };

/** All that is due, one worker's step after the other. */
async function deliver(worker = deliverer()): Promise<void> {
  for (;;) {
    const before = receiver.received.length;
    await worker.step();
    await worker.settle();
    if (receiver.received.length === before) return;
  }
}

const tell = (title: string, kind = "finding.opened", more = {}) =>
  database.db.transaction((db) => recordDomainEvent({ db, now }, { kind, title, happenedAt: now, ...more }));
const rows = () =>
  database.sql<
    { id: string; state: string; attempts: number; error: string | null; status: number | null; next: Date }[]
  >`
    select id, state, attempts, last_error as error, last_status as status, next_attempt_at as next
    from deliveries order by created_at, message_id`;
const titles = () => receiver.received.map(({ body }) => JSON.parse(body).data.title);

function isSigned({ headers, body }: Received, secret: string): boolean {
  const id = String(headers["webhook-id"]);
  const time = new Date(Number(headers["webhook-timestamp"]) * 1_000);
  const [mine = ""] = signWebhook({ id, body, now: time }, [secret])["webhook-signature"].split(" ");
  return String(headers["webhook-signature"]).split(" ").includes(mine);
}

test("an event reaches every webhook that subscribed to it, signed with its own secret, once", async () => {
  const [one, two] = [await make("One", "/one"), await make("Two", "/two")];
  await make("Other", "/other", ["policy.set"] as never);
  await openFinding(
    database.db,
    {
      ...{ rule: "fleet.collapse", fingerprint: "f", title: "The fleet collapsed", summary: "", severity: "critical" },
      ...{ confidence: 1, subjects: { provider: "acme" }, evidence: { secret: "hidden" }, startedAt: start },
    },
    now,
  );
  await queue();
  expect(await queueOnce()).toBe(0);
  await deliver();
  expect(receiver.received.map(({ path }) => path).sort()).toEqual(["/one", "/two"]);
  for (const each of receiver.received) {
    expect(isSigned(each, each.path === "/one" ? one.secret : two.secret)).toBe(true);
    expect(isSigned(each, each.path === "/one" ? two.secret : one.secret)).toBe(false);
    expect(each.headers).toMatchObject({ "content-type": "application/json", "user-agent": "Muster-Webhooks/1" });
    const body = JSON.parse(each.body);
    expect(body).toMatchObject({ type: "finding.opened", timestamp: start.toISOString() });
    expect(body.data).toMatchObject({
      title: "The fleet collapsed",
      subjects: { provider: "acme" },
      figures: { rule: "fleet.collapse", severity: "critical" },
      url: `${publicUrl}/findings/${body.data.subjects.finding}`,
    });
    expect(each.headers["webhook-id"]).toBe(`evt_${body.data.event}`);
  }
  expect(await rows()).toMatchObject([
    { state: "delivered", attempts: 1, error: null, status: 204 },
    { state: "delivered", attempts: 1 },
  ]);
});

test("nothing of a contact, a secret or evidence leaves with an event, whatever a feature keeps with it", async () => {
  await make("All", "/", ["finding.opened", "device.moved", "endpoint.reviewed", "policy.set"] as never);
  const hidden = ["jane@contact.example", "+49301234567", "muster_api_abcdef", "Quixzephyr"];
  const more = {
    subjects: { provider: "acme", contactEmail: hidden[0], token_text: hidden[2] },
    figures: {
      contact: { phone: hidden[1] },
      evidence: hidden,
      reason: hidden[3],
      // As savePolicy keeps them.
      turnedAway: {
        ...{ now: { devices: 3, gpus: 24 }, last24Hours: { devices: 4, gpus: 32 }, providers: 1, by: hidden[3] },
        byReason: { outdated_agent: { now: { devices: 3, gpus: 24 }, by: hidden[3] } },
      },
    },
  };
  await tell(`Moved it: ${hidden[3]} said ${hidden[1]}`, "device.moved", more);
  await tell(`Review by ${hidden[3]}`, "endpoint.reviewed", more);
  await tell("Policy 7", "policy.set", more);
  await tell("A finding", "finding.opened", more);
  await queue();
  await deliver();
  expect(receiver.received).toHaveLength(4);
  const sent = receiver.received.map(({ body, headers }) => body + JSON.stringify(headers)).join("");
  for (const each of hidden) expect(sent).not.toContain(each);
  expect(
    receiver.received.map(({ body }) => JSON.parse(body)).find(({ type }) => type === "policy.set")?.data,
  ).toMatchObject({
    subjects: { provider: "acme" },
    figures: {
      turned_away: {
        ...{ now: { devices: 3, gpus: 24 }, last24_hours: { devices: 4, gpus: 32 }, providers: 1 },
        by_reason: { outdated_agent: { now: { devices: 3, gpus: 24 } } },
      },
    },
  });
});

test("of an incident its reference, state and severity are sent, and of a triaged finding no name", async () => {
  await make("All", "/", ["incident.moved", "finding.resolved"] as never);
  const incident = "00000000-0000-4000-8000-0000000000aa";
  const finding = "00000000-0000-4000-8000-0000000000bb";
  await database.owner`
    insert into incidents (id, reference, title, state, severity, tlp, kind, root_id, opened_by, created_at, updated_at)
    values (${incident}, 'INC-2026-001', 'Quixzephyr leaked', 'active', 2, 'red', 'other', ${incident}, 'x', ${now}, ${now})`;
  await database.owner`
    insert into findings (id, rule, fingerprint, title, summary, severity, confidence, subjects, evidence, started_at,
      detected_at, last_seen_at)
    values (${finding}, 'fleet.test', 'x', 'It fell', '', 'low', 1, '{}', '{}', ${now}, ${now}, ${now})`;
  const by = { by: "Quixzephyr", reason: "Quixzephyr" };
  await tell("INC-2026-001: Quixzephyr", "incident.moved", { subjects: { incident }, figures: by });
  await tell("Resolved by Quixzephyr: It fell", "finding.resolved", { subjects: { finding }, figures: by });
  await queue();
  await deliver();
  const sent = receiver.received.map(({ body }) => JSON.parse(body)).sort((a, b) => (a.type < b.type ? -1 : 1));
  expect(JSON.stringify(sent)).not.toContain("Quixzephyr");
  expect(sent[1].data.url).toBe(`${publicUrl}/incidents/INC-2026-001`);
  expect(sent.map(({ data: { title, figures } }) => ({ title, figures }))).toEqual([
    { title: "It fell", figures: { rule: "fleet.test", severity: "low" } },
    { title: "INC-2026-001", figures: { state: "active", severity: 2 } },
  ]);
});

test("what fails is tried again, later and later, with the same id and body and a fresh signature, and is a dead letter after twelve", async () => {
  const { id, secret } = await make();
  await tell("Down");
  await queue();
  receiver.answer = { status: 503 };
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 12; attempt++) {
    await deliver();
    const [row] = await rows();
    expect(row).toMatchObject({
      attempts: attempt,
      error: "refused",
      status: 503,
      state: attempt < 12 ? "waiting" : "dead",
    });
    if (attempt === 12 || !row) break;
    waits.push(row.next.getTime() - now.getTime());
    now = new Date(row.next.getTime() - 1);
    await deliver();
    expect(receiver.received).toHaveLength(attempt);
    now = row.next;
  }
  expect(waits[0]).toBeGreaterThan(11_000);
  expect(waits.at(-1)).toBeGreaterThan(4 * hourMs);
  const { received } = receiver;
  expect(new Set(received.map(({ headers, body }) => `${headers["webhook-id"]} ${body}`)).size).toBe(1);
  expect(new Set(received.map(({ headers }) => headers["webhook-signature"])).size).toBe(12);
  expect(received.every((each) => isSigned(each, secret))).toBe(true);
  expect((await getWebhook(admin(), id)).counts).toEqual({ waiting: 0, delivered: 0, dead: 1 });

  receiver.answer = { status: 200, body: "thanks" };
  await resendDeliveries(admin(), { webhookId: id, which: "dead" });
  await deliver();
  expect(await rows()).toMatchObject([{ state: "delivered", attempts: 1, error: null, status: 200 }]);
  expect(received.at(-1)?.headers["webhook-id"]).toBe(received[0]?.headers["webhook-id"]);
  expect(await getWebhook(admin(), id)).toMatchObject({ failingSince: null, failures: 0 });
});

test("a receiver that asks for time gets it", async () => {
  await make();
  await tell("Busy");
  await queue();
  receiver.answer = { status: 429, headers: { "retry-after": "3600" } };
  await deliver();
  const [row] = await rows();
  expect(row?.next).toEqual(new Date(now.getTime() + hourMs));
});

test("a redirect is not followed, and an answer that is too large is given up", async () => {
  await make();
  await tell("Moved");
  await queue();
  receiver.answer = { status: 307, headers: { location: `${receiver.url}/elsewhere` } };
  await deliver();
  expect(receiver.received.map(({ path }) => path)).toEqual(["/hook"]);
  expect(await rows()).toMatchObject([{ state: "waiting", error: "refused", status: 307 }]);
  receiver.answer = { status: 200, body: "x".repeat(70_000) };
  now = (await rows())[0]?.next ?? now;
  await deliver();
  expect(await rows()).toMatchObject([{ state: "waiting", error: "too_large", status: null }]);
});

test("an address that the configuration no longer names, or that is private, is not asked", async () => {
  await make();
  await tell("Where");
  await queue();
  const elsewhere = { named: ["hooks.example.com"] };
  const worker = new Deliverer({
    db: database.db,
    log,
    now: () => now,
    channel: webhookChannel(database.db, elsewhere),
  });
  await deliver(worker);
  expect(await rows()).toMatchObject([{ state: "waiting", error: "not_allowed" }]);
  await database.sql`update webhooks set url = 'https://169.254.169.254/latest'`;
  now = (await rows())[0]?.next ?? now;
  const open = { named: [] };
  await deliver(new Deliverer({ db: database.db, log, now: () => now, channel: webhookChannel(database.db, open) }));
  expect(await rows()).toMatchObject([{ attempts: 2, error: "not_allowed" }]);
  expect(receiver.received).toEqual([]);
});

test("while a secret is rotated both sign; later the old one does not, and is gone", async () => {
  const { id, secret: old } = await make();
  const { secret } = await rotateWebhookSecret(admin(), { id, overlap: "1h" });
  const send = async (title: string) => {
    await tell(title);
    await queue();
    await deliver();
    const last = receiver.received.at(-1);
    if (!last) throw new Error("nothing was received");
    return [isSigned(last, old), isSigned(last, secret)];
  };
  expect(await send("During")).toEqual([true, true]);
  now = new Date(now.getTime() + hourMs);
  expect(await send("After")).toEqual([false, true]);
  await forgetOldSecrets(database.db, now);
  expect(await database.sql`select 1 from webhooks where previous_secret is not null`).toHaveLength(0);
});

test("while one is paused its events wait, a test goes, and all is sent when it is resumed", async () => {
  const { id } = await make();
  await pauseWebhook(admin(), id);
  await tell("Waits");
  await queue();
  await sendTest(admin(), id, publicUrl);
  await deliver();
  expect(titles()).toEqual(["Test of “Pager”"]);
  await resumeWebhook(admin(), id);
  await deliver();
  expect(titles()).toEqual(["Test of “Pager”", "Waits"]);
});

test("a test is tried once, and counts as no failure of the webhook", async () => {
  const { id } = await make();
  receiver.answer = { status: 500 };
  await sendTest(admin(), id, publicUrl);
  await deliver();
  expect(await rows()).toMatchObject([{ state: "dead", attempts: 1, status: 500 }]);
  expect(await getWebhook(admin(), id)).toMatchObject({ failures: 0, failingSince: null });
});

test("one that only fails for three days is paused with a finding, which is resolved when it is resumed", async () => {
  const { id } = await make();
  receiver.answer = { status: 500 };
  for (let day = 0; day <= 3; day++) {
    now = new Date(start.getTime() + day * 24 * hourMs);
    await tell(`Day ${day}`);
    await queue();
    for (let attempt = 0; attempt < 4; attempt++) {
      await deliver();
      const next = (await rows()).filter(({ state }) => state === "waiting").map((row) => row.next.getTime());
      if (attempt < 3) now = new Date(Math.max(...next));
    }
  }
  expect(await getWebhook(admin(), id)).toMatchObject({ pausedWhy: "failing", pausedBy: "Webhooks" });
  const open = () =>
    database.sql`select title, source from findings where rule = 'posture.webhook-paused' and status <> 'resolved'`;
  expect(await open()).toMatchObject([{ title: expect.stringContaining("Pager"), source: "api" }]);
  const [audit] = await database.sql`select actor_kind from audit_log where action = 'webhook.pause'`;
  expect(audit).toEqual({ actor_kind: "system" });
  const count = receiver.received.length;
  now = new Date(now.getTime() + 24 * hourMs);
  await deliver();
  expect(receiver.received).toHaveLength(count);
  await resumeWebhook(admin(), id);
  expect(await open()).toEqual([]);
  receiver.answer = { status: 200 };
  await deliver();
  expect(receiver.received.length).toBeGreaterThan(count);
});

test("a receiver that is gone for good pauses the webhook at once; removing it resolves the finding", async () => {
  const { id } = await make();
  receiver.answer = { status: 410 };
  await tell("Gone");
  await queue();
  await deliver();
  expect(await rows()).toMatchObject([{ state: "dead", attempts: 1, status: 410 }]);
  expect(await getWebhook(admin(), id)).toMatchObject({ pausedWhy: "gone" });
  expect(await database.sql`select 1 from findings where status <> 'resolved'`).toHaveLength(1);
  await removeWebhook(admin(), { id, revision: 1 });
  expect(await database.sql`select 1 from findings where status <> 'resolved'`).toHaveLength(0);
});

test("a webhook is sent nothing from before it was made, and loses nothing that commits after", async () => {
  await tell("Long before");
  await make();
  let commit = () => {};
  const mayCommit = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let began = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    began = resolve;
  });
  const slow = database.db.transaction(async (db) => {
    await recordDomainEvent({ db, now }, { kind: "finding.opened", title: "Slow", happenedAt: now });
    began();
    await mayCommit;
  });
  await hasBegun;
  await tell("Quick");
  await queueOnce();
  await deliver();
  // Later in commit order or not: nothing is passed over.
  expect(titles()).toEqual([]);
  commit();
  await slow;
  await queue();
  await deliver();
  expect(titles().sort()).toEqual(["Quick", "Slow"]);
});

test("workers beside each other send each message once and queue each event once", async () => {
  await make();
  for (let index = 0; index < 30; index++) await tell(`Event ${index}`);
  await Promise.all([queueOnce(), queueOnce(), queueOnce()]);
  await queue();
  const workers = [deliverer(), deliverer(), deliverer()];
  for (let round = 0; round < 20; round++) {
    await Promise.all(workers.map((worker) => worker.step()));
    await Promise.all(workers.map((worker) => worker.settle()));
  }
  expect(titles()).toHaveLength(30);
  expect(new Set(titles()).size).toBe(30);
});

test("a receiver that never answers holds up no other", async () => {
  await make("Slow", "/slow");
  const other = await startReceiver();
  await createWebhook(admin(), { name: "Quick", url: other.url, events: ["finding.opened"] }, hosts);
  receiver.answer = "never";
  for (let index = 0; index < 12; index++) await tell(`Event ${index}`);
  await queue();
  const worker = deliverer();
  await vi.waitFor(async () => {
    await worker.step();
    expect(other.received).toHaveLength(12);
  }, patience);
  expect(receiver.received.length).toBeLessThanOrEqual(4);
  await receiver.stop();
  await worker.settle();
  await other.stop();
  receiver = await startReceiver();
});

test("an attempt whose worker died is made again after a minute, with the same id; a late outcome changes nothing", async () => {
  await make();
  await tell("Twice");
  await queue();
  const channel = webhookChannel(database.db, hosts);
  const claim = { channel: channel.name, destinations: channel.destinations, most: 5, except: [] };
  const [lost] = await claimDeliveries(database.db, claim, now);
  if (!lost) throw new Error("nothing was due");
  await channel.send(lost, now);
  await deliver();
  expect(receiver.received).toHaveLength(1);
  now = new Date(now.getTime() + 60_000);
  await deliver();
  expect(receiver.received).toHaveLength(2);
  expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  const late = { isDelivered: false, error: "timeout", status: null } as const;
  expect(await settleDelivery({ db: database.db, channel }, lost, late, now)).toBeNull();
  expect(await rows()).toMatchObject([{ state: "delivered", attempts: 2 }]);
});

test("a webhook is removed while the outcome of an attempt is being noted: the one waits for the other, and nothing is left", async () => {
  const { id } = await make();
  await tell("Last words");
  await queue();
  const channel = webhookChannel(database.db, hosts);
  const claim = { channel: channel.name, destinations: channel.destinations, most: 5, except: [] };
  const [claimed] = await claimDeliveries(database.db, claim, now);
  if (!claimed) throw new Error("nothing was due");
  let removal: Promise<void> | undefined;
  const settled: typeof channel.settled = async (...args) => {
    removal = removeWebhook(admin(), { id, revision: 1 });
    await vi.waitFor(async () => expect(await waiting()).toBe(1), patience);
    await channel.settled(...args);
  };
  const outcome = { isDelivered: true, status: 204 } as const;
  const noting = settleDelivery({ db: database.db, channel: { ...channel, settled } }, claimed, outcome, now);
  await expect(noting).resolves.toBe("delivered");
  await expect(removal).resolves.toBeUndefined();
  expect(await rows()).toEqual([]);
  expect(await listWebhooks(admin())).toEqual([]);
});

/** Connections to this database that wait for a lock of another. */
async function waiting(): Promise<number> {
  const [row] = await database.owner<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}

test("a database that was restored elsewhere, where transactions count anew, sends what was unsent and nothing twice", async () => {
  await make();
  await tell("Before");
  await queue();
  // As the earlier server counted: far ahead of this one; one event was committed there and not read.
  await database.owner`update event_readers set xid = (xid::text::bigint + 1000000)::text::xid8`;
  await database.owner`update domain_events set xid = (xid::text::bigint + 1000000)::text::xid8`;
  await tell("Unread there");
  await database.owner`update domain_events set xid = (xid::text::bigint + 2000000)::text::xid8 where title = 'Unread there'`;
  await tell("New here");
  await queue();
  await tell("Newer here");
  await queue();
  await deliver();
  expect(titles().sort()).toEqual(["Before", "New here", "Newer here", "Unread there"]);
});

test("what was recorded more than a week ago is no news, however it comes to be read now", async () => {
  await make();
  await tell("Old");
  await database.owner`update domain_events set recorded_at = ${new Date(now.getTime() - 8 * 24 * hourMs)}`;
  await tell("New");
  await queue();
  await deliver();
  expect(titles()).toEqual(["New"]);
});

test("what waits a week is a dead letter; what ended a month ago is removed", async () => {
  const { id } = await make();
  await pauseWebhook(admin(), id);
  await tell("Old");
  await queue();
  await removeOldDeliveries(database.sql, new Date(now.getTime() + 6 * 24 * hourMs));
  expect(await rows()).toMatchObject([{ state: "waiting" }]);
  await removeOldDeliveries(database.sql, new Date(now.getTime() + 8 * 24 * hourMs));
  expect(await rows()).toMatchObject([{ state: "dead", error: "expired" }]);
  await removeOldDeliveries(database.sql, new Date(now.getTime() + 39 * 24 * hourMs));
  expect(await rows()).toEqual([]);
  expect(await listWebhooks(admin())).toHaveLength(1);
});
