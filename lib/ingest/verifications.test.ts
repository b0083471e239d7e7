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
  await fixture.owner`truncate roll_queue`;
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
      {
        ...{ index: 1, device: "gpu-6", reason: "invalid" },
        ...{ field: "result", detail: "result must be passed or failed" },
      },
      { index: 2, device: "gpu-6", reason: "in_future" },
    ],
  });
});

test("a failure that is sent once more does not quarantine again what a person has released", async () => {
  const failure = { device: "gpu-7", at: agoIso(30), result: "failed" };
  await send(failure);
  expect(await deviceOf(7)).toMatchObject({ decision: "quarantined" });
  await fixture.sql`
    update devices set decision = null, decision_reason = null, version = pg_current_xact_id()
    where ordinal = ${ordinals[7] as number}`;
  expect((await send(failure)).body).toMatchObject({ accepted: 1 });
  expect(await deviceOf(7)).toMatchObject({ decision: null });
  await send({ ...failure, at: agoIso(10) });
  expect(await deviceOf(7)).toMatchObject({ decision: "quarantined" });
});

test("of two results of one instant the failed one counts, in whatever order they come", async () => {
  const at = agoIso(20);
  await send({ device: "gpu-8", at, result: "passed" });
  await send({ device: "gpu-8", at, result: "failed" });
  await send({ device: "gpu-8", at, result: "passed" });
  expect(await deviceOf(8)).toMatchObject({ decision: "quarantined", verified_until: null });
  const both = ["passed", "failed"].map((result) => ({ device: "gpu-9", at, result }));
  await send(...both, ...both);
  expect(await deviceOf(9)).toMatchObject({ decision: "quarantined", verified_until: null });
});

test("times at the ends of the calendar spoil nothing for the others", async () => {
  const answer = await send(
    { device: "gpu-6", result: "passed", at: "0000-01-01T00:00:00Z" },
    { device: "gpu-6", result: "passed", at: agoIso(5), valid_until: "9999-12-31T23:59:59-23:59" },
    { device: "gpu-5", result: "passed", at: agoIso(5), valid_until: "0000-01-01T00:00:00+23:59" },
    { device: "gpu-4", result: "passed", at: agoIso(1) },
  );
  expect(answer).toMatchObject({
    status: 200,
    body: {
      accepted: 2,
      rejected: [
        { index: 0, reason: "too_old" },
        { index: 2, reason: "invalid", field: "valid_until", detail: "valid_until must not lie before 1970" },
      ],
    },
  });
  expect((await deviceOf(6))?.verified_until?.getUTCFullYear()).toBe(9999);
});

test("only an operator's token may", async () => {
  const provider = (await addToken(fixture.sql, "provider", { providerId: await addProvider(fixture.sql, "acme") }))
    .text;
  const answer = await fixture.post("/v1/verifications", '{"device":"gpu-0","result":"passed"}', {
    authorization: `Bearer ${provider}`,
  });
  expect(answer).toMatchObject({ status: 403, body: { code: "wrong_token_kind" } });
});
