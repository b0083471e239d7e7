import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newTokenText } from "@/lib/access/token-format";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { GatewayFixture } from "./testing/gateway-fixture";

let fixture: GatewayFixture;
let acme: number;

beforeAll(async () => {
  fixture = await GatewayFixture.start();
  acme = await addProvider(fixture.sql, "acme");
  await addDevices(fixture.sql, acme, "gpu", 5);
  await fixture.gateway.refresh();
});
afterAll(() => fixture.stop());

const send = (text: string, device = "gpu-0") =>
  fixture.post("/v1/heartbeats", `{"device":"${device}"}`, { authorization: `Bearer ${text}` });

test("a token made a moment ago works, and stops within a second of its revocation", async () => {
  const token = await addToken(fixture.sql, "provider", { providerId: acme });
  expect((await send(token.text)).status).toBe(200);
  await fixture.sql`update tokens set revoked_at = now() where id = ${token.id}`;
  const deadline = Date.now() + 1_000;
  let answer = await send(token.text);
  while (answer.status === 200 && Date.now() < deadline) {
    await delay(20);
    answer = await send(token.text);
  }
  expect(answer).toMatchObject({ status: 401, body: { code: "revoked_token" } });
});

test("a token that expires, one that nobody made, and one for people", async () => {
  const expired = await addToken(fixture.sql, "provider", { providerId: acme, expiresAt: new Date(Date.now() - 1) });
  expect(await send(expired.text)).toMatchObject({ status: 401, body: { code: "expired_token" } });
  expect(await send(newTokenText("provider"))).toMatchObject({ status: 401, body: { code: "invalid_token" } });
  const api = await addToken(fixture.sql, "api");
  expect(await send(api.text)).toMatchObject({ status: 401, body: { code: "invalid_token" } });
  const cluster = await addToken(fixture.sql, "cluster");
  expect(await send(cluster.text)).toMatchObject({ status: 403, body: { code: "wrong_token_kind" } });
});

test("a provider's token without a provider reaches nothing", async () => {
  const orphan = await addToken(fixture.sql, "provider");
  expect((await send(orphan.text)).body).toMatchObject({ rejected: [{ reason: "foreign_device" }] });
});

test("an operator's and a legacy token reach every device; the legacy one is noted and judged", async () => {
  const operator = await addToken(fixture.sql, "operator");
  const legacy = await addToken(fixture.sql, "legacy");
  expect((await send(operator.text, "gpu-1")).body).toMatchObject({ accepted: 1 });
  expect((await send(legacy.text, "gpu-1")).body).toMatchObject({ accepted: 1 });
  const [device] = await fixture.sql`select token_kind from devices where device_id = 'gpu-1'`;
  expect(device?.token_kind).toBe("legacy");
  await fixture.sql`
    insert into admission_policies (legacy_token_mode, effective_at, created_by) values ('enforce', now(), 'test')`;
  await fixture.gateway.refresh();
  expect((await send(legacy.text, "gpu-2")).body).toEqual({
    accepted: 0,
    turned_away: [{ index: 0, device: "gpu-2", reason: "legacy_token" }],
    rejected: [],
  });
  expect((await send(operator.text, "gpu-2")).body).toMatchObject({ accepted: 1 });
});
