import { afterAll, beforeAll, expect, test } from "vitest";
import { lookThroughList } from "@/lib/access/exposure/look-through-list";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { tellExposedUses } from "@/lib/findings/tell-exposed-uses";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { GatewayFixture, postTo, startTestGateway } from "./testing/gateway-fixture";

let fixture: GatewayFixture;
let acme: number;
let providerToken: string;
let operatorToken: string;

beforeAll(async () => {
  fixture = await GatewayFixture.start();
  acme = await addProvider(fixture.sql, "acme");
  await addDevices(fixture.sql, await addProvider(fixture.sql, "other"), "theirs", 1);
  providerToken = (await addToken(fixture.sql, "provider", { providerId: acme })).text;
  operatorToken = (await addToken(fixture.sql, "operator")).text;
  await fixture.gateway.refresh();
});
afterAll(() => fixture.stop());

const enrol = (token: string, body: unknown) => {
  fixture.token = token;
  return fixture.post("/v1/devices", body);
};
const deviceOf = async (id: string) => {
  const [row] = await fixture.sql`
    select provider_id, name, gpu_model, gpu_count, region, agent, cluster, node, version::text as version, ordinal
    from devices where device_id = ${id}`;
  return row;
};
const all = (accepted: number) => ({ accepted, turned_away: [], rejected: [] });

test("a provider enrols its device, and its first heartbeat is taken at once", async () => {
  const device = { device: "a-1", name: "rack 1", gpu_model: "NVIDIA GeForce RTX 4090", gpu_count: 8, region: "eu" };
  expect(await enrol(providerToken, device)).toMatchObject({ status: 200, body: all(1) });
  expect(await deviceOf("a-1")).toMatchObject({ provider_id: acme, gpu_model: "RTX 4090", gpu_count: 8, region: "eu" });
  expect((await fixture.post("/v1/heartbeats", '{"device":"a-1"}')).body).toEqual(all(1));
});

test("a device enrolled here is known at once to another gateway", async () => {
  const second = await startTestGateway(fixture.database.ingestUrl);
  const headers = { authorization: `Bearer ${providerToken}` };
  await postTo(second, "/v1/heartbeats", '{"device":"a-2"}', headers);
  await enrol(providerToken, { device: "a-2" });
  await enrol(providerToken, { device: "a-3" });
  const answer = await postTo(second, "/v1/heartbeats", '{"device":"a-3"}', headers);
  expect(answer.body).toEqual(all(1));
  await second.stop();
});

test("enrolling again changes nothing; what differs is updated, the former value kept", async () => {
  const device = { device: "a-4", gpu_model: "RTX 4090", gpu_count: 2, region: "eu", agent: "1.0.0" };
  await enrol(providerToken, { devices: [device] });
  const first = await deviceOf("a-4");
  await enrol(providerToken, { devices: [device, { device: "a-4", region: null }] });
  expect(await deviceOf("a-4")).toEqual(first);
  await enrol(providerToken, { device: "a-4", gpu_count: 4, region: "us" });
  const second = await deviceOf("a-4");
  expect(second).toMatchObject({ gpu_count: 4, region: "us", gpu_model: "RTX 4090", ordinal: first?.ordinal });
  expect(second?.version).not.toBe(first?.version);
  const history = await fixture.sql`
    select field, value from device_history where ordinal = ${first?.ordinal} order by field`;
  expect(history).toEqual([
    { field: "gpu_count", value: "2" },
    { field: "region", value: "eu" },
  ]);
});

test("a body that names a device twice enrols and then updates it", async () => {
  const answer = await enrol(providerToken, '{"device":"a-5","gpu_count":1}\n{"device":"a-5","gpu_count":3}');
  expect(answer.body).toEqual(all(2));
  expect(await deviceOf("a-5")).toMatchObject({ gpu_count: 3 });
});

test("a body that names one device 20,000 times is one enrolment", async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `{"device":"a-6","gpu_count":${1 + (i % 8)}}`);
  lines.push('{"device":"a-6","region":"eu"}');
  expect((await enrol(providerToken, lines.join("\n"))).body).toEqual(all(20_001));
  expect(await deviceOf("a-6")).toMatchObject({ gpu_count: 8, region: "eu" });
  const history = await fixture.sql`
    select field from device_history join devices using (shard, ordinal) where device_id = 'a-6'`;
  expect(history).toEqual([]);
});

test("each item of a device that is refused is refused, a device named under two providers is the first one's", async () => {
  const twice = await enrol(providerToken, '{"device":"theirs-0"}\n{"device":"theirs-0","region":"eu"}');
  const foreign = (index: number, device: string) => ({ index, device, reason: "foreign_device" });
  expect(twice.body).toMatchObject({ accepted: 0, rejected: [foreign(0, "theirs-0"), foreign(1, "theirs-0")] });
  const lines = ["acme", "other", "acme"].map((provider) => `{"device":"o-9","provider":"${provider}"}`);
  expect((await enrol(operatorToken, lines.join("\n"))).body).toMatchObject({
    accepted: 2,
    rejected: [foreign(1, "o-9")],
  });
});

test("a provider may name only so many new regions, models and agents, and others may still name theirs", async () => {
  const busy = (await addToken(fixture.sql, "provider", { providerId: acme })).text;
  const named = (prefix: string, fields: string[]) =>
    Array.from({ length: 200 }, (_, i) =>
      JSON.stringify({
        device: `${prefix}-${i}`,
        ...Object.fromEntries(fields.map((field) => [field, `${prefix} ${i}`])),
      }),
    ).join("\n");
  for (const field of ["region", "gpu_model", "agent"]) {
    const answer = await enrol(busy, named(`many-${field}`, [field]));
    expect(answer.body).toMatchObject({ accepted: expect.toSatisfy((n: number) => n >= 50 && n <= 64) });
    const known = await enrol(busy, { device: `again-${field}`, [field]: `many-${field} 1` });
    expect(known.body).toEqual(all(1));
  }
  const others = (await addToken(fixture.sql, "provider", { providerId: await addProvider(fixture.sql, "other") }))
    .text;
  expect((await enrol(others, { device: "x-1", region: "moon", agent: "9.9.9" })).body).toEqual(all(1));
});

test("an operator must name the provider, a provider may not, not even itself", async () => {
  const answer = await enrol(
    operatorToken,
    ['{"device":"o-1","provider":"acme"}', '{"device":"o-2"}', '{"device":"o-3","provider":"nobody"}'].join("\n"),
  );
  expect(answer.body).toEqual({
    accepted: 1,
    turned_away: [],
    rejected: [
      {
        ...{ index: 1, device: "o-2", reason: "invalid" },
        ...{ field: "provider", detail: "provider must be named with an operator's token" },
      },
      { index: 2, device: "o-3", reason: "unknown_provider" },
    ],
  });
  const needless = { field: "provider", detail: "provider must be left out with a provider's token" };
  const own = await enrol(
    providerToken,
    [
      '{"device":"p-1","provider":"acme"}',
      '{"device":"p-2","provider":"other"}',
      '{"device":"p-3","provider":"nobody"}',
      '{"device":"p-4","provider":null}',
    ].join("\n"),
  );
  expect(own.body).toEqual({
    accepted: 1,
    turned_away: [],
    rejected: [
      { index: 0, device: "p-1", reason: "invalid", ...needless },
      { index: 1, device: "p-2", reason: "invalid", ...needless },
      { index: 2, device: "p-3", reason: "invalid", ...needless },
    ],
  });
  const enrolled = await fixture.sql`select device_id from devices where device_id like 'p-%'`;
  expect(enrolled.map((row) => row.device_id)).toEqual(["p-4"]);
});

test("another provider's device, a retired one and nonsense are rejected one by one", async () => {
  await enrol(providerToken, { device: "r-1" });
  await fixture.sql`update devices set decision = 'retired', version = pg_current_xact_id() where device_id = 'r-1'`;
  const answer = await enrol(
    providerToken,
    [
      '{"device":"theirs-0"}',
      '{"device":"r-1"}',
      '{"device":"n-1","gpu_count":0}',
      '{"device":"n-1","gpu_count":"8"}',
      '{"device":""}',
      `{"device":"${"x".repeat(129)}"}`,
      '{"device":"tab\\tinside"}',
      "broken",
      '{"device":"n-2"}',
    ].join("\n"),
  );
  expect(answer.body).toMatchObject({ accepted: 1 });
  expect((answer.body.rejected as { reason: string }[]).map((item) => item.reason)).toEqual([
    "foreign_device",
    "retired",
    ...Array(6).fill("invalid"),
  ]);
  expect((answer.body.rejected as { field?: string; detail?: string }[]).slice(2)).toMatchObject([
    { field: "gpu_count", detail: "gpu_count must be an integer from 1 to 1024" },
    { field: "gpu_count", detail: "gpu_count must be an integer from 1 to 1024" },
    ...Array(3).fill({ field: "device", detail: "device must be 1 to 128 printable characters" }),
    { detail: "must be JSON in UTF-8, 16 KiB a line at most" },
  ]);
  await fixture.gateway.refresh();
  expect((await fixture.post("/v1/heartbeats", '{"device":"r-1"}')).body).toMatchObject({
    rejected: [{ reason: "retired" }],
  });
});

test("an unknown model gets a row, its maker guessed", async () => {
  await enrol(providerToken, { device: "m-1", gpu_model: "Radeon Next 9999" });
  const [model] = await fixture.sql`select vendor, class from gpu_models where name = 'Radeon Next 9999'`;
  expect(model).toEqual({ vendor: "amd", class: "unknown" });
});

test("two gateways that enrol the same devices at once make each of them once", async () => {
  const second = await startTestGateway(fixture.database.ingestUrl);
  const lines = Array.from({ length: 500 }, (_, i) => `{"device":"both-${i}"}`);
  const headers = { authorization: `Bearer ${providerToken}` };
  const answers = await Promise.all([
    postTo(fixture.gateway, "/v1/devices", lines.join("\n"), headers),
    postTo(second, "/v1/devices", [...lines].reverse().join("\n"), headers),
  ]);
  expect(answers.map((answer) => answer.body)).toEqual([all(500), all(500)]);
  const [row] = await fixture.sql`
    select count(*)::int as devices, count(distinct ordinal)::int as ordinals from devices where device_id like 'both-%'`;
  expect(row).toEqual({ devices: 500, ordinals: 500 });
  await second.stop();
});

test("a legacy token enrols nothing", async () => {
  const legacy = (await addToken(fixture.sql, "legacy")).text;
  expect(await enrol(legacy, { device: "l-1" })).toMatchObject({ status: 403, body: { code: "wrong_token_kind" } });
});

test("a device that enrols under an id of a leaked list is recognised, by the gateway's own role", async () => {
  const { db } = fixture.database;
  const now = new Date();
  const providerId = await addProvider(fixture.sql, "acme");
  await enrol(providerToken, { device: "leaked-gpu-0001" });
  const list = Buffer.from("leaked-gpu-0001,leaked-gpu-0002,leaked-gpu-0003,leaked-gpu-0004\n");
  async function* chunks() {
    yield list;
  }
  const report = await lookThroughList(testCtx(db, "admin", now), { title: "a paste" }, { chunks: chunks() });
  expect(report.counts.devices).toBe(1);
  const lines = ["leaked-gpu-0001", "leaked-gpu-0002", "leaked-gpu-0003", "clean-gpu-00005"].map((device) => ({
    device,
  }));
  expect((await enrol(providerToken, { devices: lines })).body).toEqual(all(4));
  // Again: it is enrolled already.
  expect((await enrol(providerToken, { devices: lines })).body).toEqual(all(4));
  expect(await tellExposedUses(db, now)).toBe(2);
  await enrol(providerToken, { device: "leaked-gpu-0004" });
  expect(await tellExposedUses(db, now)).toBe(1);
  const found = await fixture.sql`
    select title, severity, occurrences, subjects, evidence->'devices' as devices, evidence->'named' as named from findings
    where rule = 'fleet.exposed-device-enrolled'`;
  expect([...found]).toEqual([
    {
      ...{ title: "3 devices of acme enrolled under ids of a leaked list", severity: "medium", occurrences: 2 },
      subjects: { exposureList: report.listId, provider: String(providerId) },
      ...{ devices: 3, named: ["leaked-gpu-0002", "leaked-gpu-0003", "leaked-gpu-0004"] },
    },
  ]);
});
