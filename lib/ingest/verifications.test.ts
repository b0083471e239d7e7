import { afterAll, beforeAll, expect, test } from "vitest";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { GatewayFixture } from "./testing/gateway-fixture";

let fixture: GatewayFixture;
let ordinals: number[];

beforeAll(async () => {
  fixture = await GatewayFixture.start();
  ordinals = await addDevices(fixture.sql, await addProvider(fixture.sql, "acme"), "gpu", 10);
  fixture.token = (await addToken(fixture.sql, "operator")).text;
  await fixture.gateway.refresh();
});
afterAll(() => fixture.stop());

const send = (...items: unknown[]) =>
  fixture.post("/v1/verifications", items.map((item) => JSON.stringify(item)).join("\n"));
const deviceOf = async (i: number) => {
  const [row] = await fixture.sql<
    { verified_until: Date | null; decision: string | null; decision_reason: string | null }[]
  >`
    select verified_until, decision, decision_reason from devices where ordinal = ${ordinals[i] as number}`;
  return row;
};
const agoIso = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

test("a pass is kept and holds until it expires", async () => {
  const until = new Date(Date.now() + 3_600_000);
  const answer = await send({
    ...{ device: "gpu-0", at: agoIso(5), result: "passed", method: "proof-of-work", digest: "ab12", duration_ms: 12.5 },
    valid_until: until.toISOString(),
  });
  expect(answer.body).toEqual({ accepted: 1, turned_away: [], rejected: [] });
  expect((await deviceOf(0))?.verified_until).toEqual(until);
  const rows = await fixture.sql`
    select result, method, digest, duration_ms, valid_until from verifications where ordinal = ${ordinals[0] as number}`;
  expect(rows).toEqual([
    { result: "passed", method: "proof-of-work", digest: "ab12", duration_ms: 12.5, valid_until: until },
  ]);
});

test("a pass without an end holds for ever, an older result does not replace it", async () => {
  await send({ device: "gpu-1", at: agoIso(5), result: "passed" });
  await send({ device: "gpu-1", at: agoIso(500), result: "passed", valid_until: agoIso(400) });
  expect((await deviceOf(1))?.verified_until?.getUTCFullYear()).toBe(9999);
});

test("a failure quarantines as counterfeit, told once in the audit and once a batch in the timeline", async () => {
  const failure = (i: number) => ({ device: `gpu-${i}`, at: agoIso(3), result: "failed", method: "proof-of-work" });
  const batch = [failure(2), failure(3), { device: "gpu-4", at: agoIso(3), result: "passed" }];
  expect((await send(...batch)).body).toMatchObject({ accepted: 3 });
  await send(...batch);
  expect(await deviceOf(2)).toMatchObject({
    decision: "quarantined",
    decision_reason: "counterfeit",
    verified_until: null,
  });
  expect(await deviceOf(4)).toMatchObject({ decision: null });
  const decisions = await fixture.sql`select ordinal, kind, reason, to_minute from device_decisions order by ordinal`;
  expect(decisions).toEqual(
    [2, 3].map((i) => ({ ordinal: ordinals[i], kind: "quarantined", reason: "counterfeit", to_minute: null })),
  );
  const audit = await fixture.sql`select actor_kind, action, target_id from audit_log order by id`;
  expect(audit).toEqual(
    ["gpu-2", "gpu-3"].map((id) => ({ actor_kind: "token", action: "device.quarantine", target_id: id })),
  );
  const events = await fixture.sql`select kind, figures from domain_events`;
  expect(events).toEqual([{ kind: "device.quarantined", figures: { devices: 2, gpus: 2, reason: "counterfeit" } }]);
});

test("results of past minutes are rolled again", async () => {
  await fixture.sql`truncate roll_queue`;
  const at = agoIso(600);
  await send({ device: "gpu-5", at, result: "passed" });
  expect(await fixture.sql`select shard, minute from roll_queue`).toEqual([
    { shard: 0, minute: Math.floor(Date.parse(at) / 60_000) },
  ]);
});

test("what is wrong is rejected one by one", async () => {
  const answer = await send(
    { device: "nobody", result: "passed" },
    { device: "gpu-6", result: "maybe" },
    { device: "gpu-6", result: "passed", at: new Date(Date.now() + 120_000).toISOString() },
    { device: "gpu-6", result: "passed" },
  );
  expect(answer.body).toEqual({
    accepted: 1,
    turned_away: [],
    rejected: [
      { index: 0, device: "nobody", reason: "unknown_device" },
      { index: 1, device: "gpu-6", reason: "invalid" },
      { index: 2, device: "gpu-6", reason: "in_future" },
    ],
  });
});

test("only an operator's token may", async () => {
  const provider = (await addToken(fixture.sql, "provider", { providerId: await addProvider(fixture.sql, "acme") }))
    .text;
  const answer = await fixture.post("/v1/verifications", '{"device":"gpu-0","result":"passed"}', {
    authorization: `Bearer ${provider}`,
  });
  expect(answer).toMatchObject({ status: 403, body: { code: "wrong_token_kind" } });
});
