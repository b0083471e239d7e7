import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Role } from "@/lib/access/permissions";
import { testCtx } from "@/lib/access/testing/test-ctx";
import type { Ctx } from "@/lib/context";
import { createWebhook } from "./create-webhook";
import { getDelivery, listDeliveries } from "./list-deliveries";
import { getWebhook, listWebhooks } from "./list-webhooks";
import { pauseWebhook } from "./pause-webhook";
import { removeWebhook } from "./remove-webhook";
import { resendDeliveries } from "./resend-deliveries";
import { resumeWebhook } from "./resume-webhook";
import { rotateWebhookSecret } from "./rotate-webhook-secret";
import { sendTest } from "./send-test";
import { updateWebhook } from "./update-webhook";
import type { WebhookFields } from "./webhook";

let database: TestDatabase;
const now = new Date("2026-11-21T08:00:00Z");
const hosts = { named: [] };
const nobody = "00000000-0000-4000-8000-00000000dead";
const fields: WebhookFields = {
  name: "Pager",
  url: "https://hooks.example.com/path-secret?key=query-secret",
  events: ["finding.resolved", "finding.opened"],
};
const as = (role: Role): Ctx => testCtx(database.db, role, now);

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.owner`truncate webhooks, deliveries, event_readers, domain_events, findings, audit_log`;
});

const make = (name = "Pager") => createWebhook(as("admin"), { ...fields, name }, hosts);
const audits = () =>
  database.sql<{ action: string; text: string }[]>`
    select action, coalesce(before::text, '') || coalesce(after::text, '') as text from audit_log order by id`;

test("one is made with a secret that is shown once and stands nowhere in clear", async () => {
  const { id, secret } = await make();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const [webhook] = await listWebhooks(as("admin"));
  expect(webhook).toMatchObject({
    ...{ id, name: "Pager", events: ["finding.opened", "finding.resolved"], pausedAt: null, revision: 1 },
    counts: { waiting: 0, delivered: 0, dead: 0 },
  });
  expect(JSON.stringify(webhook)).not.toContain("whsec_");
  const [row] = await database.sql<{ text: string; secret: Buffer }[]>`select w::text as text, secret from webhooks w`;
  expect(row?.text).not.toContain(secret);
  expect(row?.secret.includes(Buffer.from(secret.slice(6), "base64"))).toBe(false);
});

test("the trail tells who did what, without the secret and without what follows the host", async () => {
  const { id, secret } = await make();
  const { secret: second } = await rotateWebhookSecret(as("admin"), { id, overlap: "1h" });
  await updateWebhook(as("admin"), { id, revision: 1, webhook: { ...fields, name: "Pager 2" } }, hosts);
  await pauseWebhook(as("admin"), id);
  await resumeWebhook(as("admin"), id);
  await sendTest(as("admin"), id, "https://muster.example");
  await removeWebhook(as("admin"), { id, revision: 2 });
  const rows = await audits();
  expect(rows.map(({ action }) => action)).toEqual([
    "webhook.create",
    "webhook.rotate-secret",
    "webhook.update",
    "webhook.pause",
    "webhook.resume",
    "webhook.test",
    "webhook.remove",
  ]);
  const all = JSON.stringify(rows);
  for (const hidden of [secret, second, "path-secret", "query-secret"]) expect(all).not.toContain(hidden);
  expect(all).toContain("https://hooks.example.com");
  expect(await database.sql`select 1 from webhooks`).toHaveLength(0);
  expect(await database.sql`select 1 from deliveries`).toHaveLength(0);
});

test("two names that differ in case alone, and a fifty-first webhook, are conflicts", async () => {
  const { id } = await make();
  await expect(make("pAGER")).rejects.toMatchObject({ kind: "conflict", code: "webhook_exists" });
  await make("Other");
  const taken = updateWebhook(as("admin"), { id, revision: 1, webhook: { ...fields, name: "other" } }, hosts);
  await expect(taken).rejects.toMatchObject({ code: "webhook_exists" });
  await database.owner`
    insert into webhooks (name, url, events, secret, since_event_id, created_by)
    select 'w' || i, 'https://x.example', '{}', '', 0, 'test' from generate_series(1, 48) i`;
  await expect(make("One more")).rejects.toMatchObject({ kind: "conflict", code: "webhooks_full" });
});

test("of two who edit at once one is told to look again, and nothing of theirs is kept", async () => {
  const { id } = await make();
  const edit = (name: string) => updateWebhook(as("admin"), { id, revision: 1, webhook: { ...fields, name } }, hosts);
  const results = await Promise.allSettled([edit("A"), edit("B")]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const lost = results.find((each) => each.status === "rejected");
  expect(lost?.reason).toMatchObject({ kind: "conflict", code: "stale_revision" });
  expect((await audits()).filter(({ action }) => action === "webhook.update")).toHaveLength(1);
  await expect(removeWebhook(as("admin"), { id, revision: 1 })).rejects.toMatchObject({ code: "stale_revision" });
});

test("paused twice, resumed twice, rotated while the last rotation runs: conflicts", async () => {
  const { id } = await make();
  await expect(resumeWebhook(as("admin"), id)).rejects.toMatchObject({ code: "webhook_not_paused" });
  await pauseWebhook(as("admin"), id);
  await expect(pauseWebhook(as("admin"), id)).rejects.toMatchObject({ kind: "conflict", code: "webhook_paused" });
  await rotateWebhookSecret(as("admin"), { id });
  await expect(rotateWebhookSecret(as("admin"), { id })).rejects.toMatchObject({ code: "secret_rotated" });
  expect((await getWebhook(as("admin"), id)).previousUntil).toEqual(new Date("2026-11-22T08:00:00Z"));
  expect(await rotateWebhookSecret(as("admin"), { id, overlap: "now" })).toMatchObject({ previousUntil: null });
  const [row] = await database.sql`select previous_secret from webhooks`;
  expect(row?.previous_secret).toBeNull();
});

test.each([
  ["no name", { name: " " }, "name"],
  ["a long name", { name: "x".repeat(101) }, "name"],
  ["no event", { events: [] }, "events"],
  ["an event that there is not", { events: ["webhook.test"] }, "events.0"],
  ["plain http", { url: "http://hooks.example.com/" }, "url"],
  ["a name and a password", { url: "https://a:b@hooks.example.com/" }, "url"],
  ["no address", { url: "hooks" }, "url"],
  ["a long address", { url: `https://hooks.example.com/${"x".repeat(2_000)}` }, "url"],
])("%s is refused at its field", async (_, wrong, field) => {
  const given = { ...fields, ...wrong } as WebhookFields;
  const refused = { kind: "unprocessable", code: "invalid_input", details: { field } };
  await expect(createWebhook(as("admin"), given, hosts)).rejects.toMatchObject(refused);
  expect(await audits()).toEqual([]);
});

test("what is not there is not found", async () => {
  const gone = { kind: "not_found", code: "webhook_not_found" };
  await expect(getWebhook(as("admin"), "x")).rejects.toMatchObject(gone);
  await expect(pauseWebhook(as("admin"), nobody)).rejects.toMatchObject(gone);
  await expect(sendTest(as("admin"), nobody, "")).rejects.toMatchObject(gone);
  await expect(removeWebhook(as("admin"), { id: nobody, revision: 1 })).rejects.toMatchObject(gone);
  await expect(rotateWebhookSecret(as("admin"), { id: nobody })).rejects.toMatchObject(gone);
  await expect(getDelivery(as("admin"), nobody)).rejects.toMatchObject({ code: "delivery_not_found" });
  await expect(pauseWebhook(as("admin"), "not an id")).rejects.toMatchObject({ code: "invalid_input" });
});

test.each(["viewer", "relations", "responder"] as const)("a %s sees and does nothing of it", async (role) => {
  const { id } = await make();
  const ctx = as(role);
  const all = [
    () => listWebhooks(ctx),
    () => getWebhook(ctx, id),
    () => listDeliveries(ctx, { webhookId: id }),
    () => getDelivery(ctx, nobody),
    () => createWebhook(ctx, fields, hosts),
    () => updateWebhook(ctx, { id, revision: 1, webhook: fields }, hosts),
    () => pauseWebhook(ctx, id),
    () => resumeWebhook(ctx, id),
    () => rotateWebhookSecret(ctx, { id }),
    () => removeWebhook(ctx, { id, revision: 1 }),
    () => sendTest(ctx, id, ""),
    () => resendDeliveries(ctx, { webhookId: id, which: "dead" }),
  ];
  for (const act of all) await expect(act()).rejects.toMatchObject({ kind: "forbidden" });
});

test("deliveries are paged in a stable order and filtered by state; a dead one is sent again, singly or with all", async () => {
  const { id } = await make();
  const { id: other } = await make("Other");
  await database.owner`
    insert into deliveries (channel, destination_id, message_id, kind, body, state, attempts, max_attempts, queued_at,
      next_attempt_at, last_error, ended_at, created_at)
    select 'webhook', ${id}, 'evt_' || i, 'finding.opened', '{"i":' || i || '}',
      case when i % 3 = 0 then 'dead' when i % 3 = 1 then 'delivered' else 'waiting' end, 12, 12, ${now}, ${now},
      case when i % 3 = 0 then 'timeout' end, case when i % 3 < 2 then ${now}::timestamptz end,
      ${now}::timestamptz - (i / 4) * interval '1 minute'
    from generate_series(1, 25) i`;
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listDeliveries(as("admin"), { webhookId: id, limit: 10, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ messageId }) => messageId));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(25);
  const dead = (await listDeliveries(as("admin"), { webhookId: id, state: "dead" })).items;
  expect(dead).toHaveLength(8);
  const [first, second] = dead;
  expect(await getDelivery(as("admin"), first?.id ?? "")).toMatchObject({ body: expect.stringContaining('{"i":') });

  const resend = (webhookId: string, which: string) => resendDeliveries(as("admin"), { webhookId, which });
  await expect(resend(other, second?.id ?? "")).rejects.toMatchObject({
    kind: "not_found",
    code: "delivery_not_found",
  });
  await expect(resend(other, "dead")).rejects.toMatchObject({ kind: "conflict", code: "nothing_dead" });
  expect(await resend(id, first?.id ?? "")).toBe(1);
  await expect(resend(id, first?.id ?? "")).rejects.toMatchObject({ kind: "conflict", code: "delivery_waiting" });
  expect(await resend(id, "dead")).toBe(7);
  expect((await getWebhook(as("admin"), id)).counts).toEqual({ waiting: 16, delivered: 9, dead: 0 });
  const again = (await listDeliveries(as("admin"), { webhookId: id, limit: 200 })).items.find(
    (each) => each.id === first?.id,
  );
  expect(again).toMatchObject({ state: "waiting", attempts: 0, messageId: first?.messageId, endedAt: null });
  await expect(listDeliveries(as("admin"), { webhookId: id, cursor: "x" })).rejects.toMatchObject({
    code: "invalid_cursor",
  });
});
