import { afterAll, beforeAll, expect, test } from "vitest";
import { wrapSql } from "@/db/client";
import { lookThroughList } from "@/lib/access/exposure/look-through-list";
import { newTokenText } from "@/lib/access/token-format";
import { systemCtx } from "@/lib/context";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { GatewayFixture } from "./testing/gateway-fixture";

let fixture: GatewayFixture;
let acme: number;
beforeAll(async () => {
  fixture = await GatewayFixture.start();
  acme = await addProvider(fixture.sql, "acme");
  await addDevices(fixture.sql, acme, "gpu", 1);
  await fixture.gateway.refresh();
});
afterAll(() => fixture.stop());

const send = (text: string, path = "/v1/heartbeats") =>
  fixture.post(path, '{"device":"gpu-0"}', { authorization: `Bearer ${text}` });
const uses = () =>
  fixture.sql<{ subject: string; accepted: boolean; count: string }[]>`
    select split_part(subject, ':', 1) as subject, is_accepted as accepted, sum(count)::text as count
    from exposed_uses group by 1, 2 order by 1, 2`;

test("a gateway recognises what a list exposed: let in, refused, unknown; and notes nothing of the others", async () => {
  const used = await addToken(fixture.sql, "provider", { providerId: acme });
  const clean = await addToken(fixture.sql, "provider", { providerId: acme });
  const expired = await addToken(fixture.sql, "provider", { providerId: acme, expiresAt: new Date(0) });
  const unknown = newTokenText("provider");
  const foreign = "8f14e45fceea167a5a36dedd4bea2543";
  const all = [used.text, clean.text, expired.text, unknown, foreign];
  for (const text of all) await send(text);
  async function* chunks() {
    yield Buffer.from([used.text, expired.text, unknown, foreign].join("\n"));
  }
  await lookThroughList(systemCtx(wrapSql(fixture.sql), "test", new Date()), { title: "leak" }, { chunks: chunks() });
  await fixture.gateway.refresh();
  expect((await send(used.text)).status).toBe(200);
  expect((await send(used.text)).status).toBe(200);
  expect((await send(clean.text)).status).toBe(200);
  expect((await send(expired.text)).body).toMatchObject({ code: "expired_token" });
  expect((await send(unknown, "/v1/devices")).body).toMatchObject({ code: "invalid_token" });
  expect((await send(foreign)).body).toMatchObject({ code: "invalid_token" });
  expect((await send(newTokenText("provider"))).body).toMatchObject({ code: "invalid_token" });
  await fixture.gateway.flush();
  expect([...(await uses())]).toEqual([
    { subject: "hmac", accepted: false, count: "2" },
    { subject: "token", accepted: false, count: "1" },
    { subject: "token", accepted: true, count: "2" },
  ]);
});
