import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { GatewayFixture } from "./testing/gateway-fixture";
import { readBits } from "./testing/read-bits";

let fixture: GatewayFixture;
let ordinals: number[];

beforeAll(async () => {
  fixture = await GatewayFixture.start();
  const provider = await addProvider(fixture.sql, "acme");
  ordinals = await addDevices(fixture.sql, provider, "gpu", 40);
  await addDevices(fixture.sql, await addProvider(fixture.sql, "other"), "theirs", 1);
  fixture.token = (await addToken(fixture.sql, "provider", { providerId: provider })).text;
  await fixture.gateway.refresh();
});
afterAll(() => fixture.stop());
beforeEach(async () => {
  await fixture.gateway.merge();
  await fixture.owner`truncate presence`;
});

const send = (body: unknown, headers = {}) => fixture.post("/v1/heartbeats", body, headers);
const merged = async () => {
  await fixture.gateway.merge();
  return (await readBits(fixture.sql)).map((bit) => ordinals.indexOf(Number(bit.split("/")[2]))).sort((a, b) => a - b);
};
const all = (accepted: number) => ({ accepted, turned_away: [], rejected: [] });

test("one heartbeat as JSON", async () => {
  const answer = await send({ device: "gpu-0" });
  expect(answer).toMatchObject({ status: 200, body: all(1) });
  expect(await merged()).toEqual([0]);
});

test("a list of heartbeats as JSON", async () => {
  const answer = await send({
    heartbeats: [
      { device: "gpu-1", agent: "1.0.0" },
      { device: "gpu-2", agent: null },
    ],
  });
  expect(answer.body).toEqual(all(2));
  expect(await merged()).toEqual([1, 2]);
});

test("the compact form, with and without boots", async () => {
  expect((await send({ agent: "1.0.0", devices: ["gpu-3", "gpu-4"] })).body).toEqual(all(2));
  expect((await send({ devices: ["gpu-5", "gpu-6"], boots: ["boot-5", null] })).body).toEqual(all(2));
  expect(await merged()).toEqual([3, 4, 5, 6]);
  const [row] = await fixture.sql`select boot, agent from devices where device_id = 'gpu-5'`;
  expect(row).toEqual({ boot: "boot-5", agent: null });
});

const deviceFault = { field: "device", detail: "device must be 1 to 128 printable characters" };
const agentFault = { field: "agent", detail: "agent must be 1 to 64 printable characters" };
const bootFault = { field: "boot", detail: "boot must be 1 to 128 printable characters" };
const atFault = { field: "at", detail: "at must be a time like 2026-04-25T08:05:00Z" };

test.each([
  ["one heartbeat", { device: "gpu-9", boot: "" }, [{ index: 0, device: "gpu-9", ...bootFault }]],
  [
    "a list",
    { heartbeats: [{ device: "gpu-9", at: "noon" }, [], { device: "a\tb" }] },
    [
      { index: 0, device: "gpu-9", ...atFault },
      { index: 1, device: null, detail: "must be a JSON object" },
      { index: 2, device: "a\tb", ...deviceFault },
    ],
  ],
  [
    "the compact form",
    { agent: "1.4.2", devices: [7, "gpu-9", "x".repeat(129)], boots: [null, "", "b"] },
    [
      { index: 0, device: null, ...deviceFault },
      { index: 1, device: "gpu-9", ...bootFault },
      { index: 2, device: "x".repeat(128), ...deviceFault },
    ],
  ],
])("%s: an invalid item is told which field", async (_, body, rejected) => {
  const each = rejected.map((item) => ({ ...item, reason: "invalid" }));
  expect((await send(body)).body).toEqual({ accepted: 0, turned_away: [], rejected: each });
});

test("newline-JSON: what is wrong is rejected by its line, the rest is taken", async () => {
  const lines = [
    '{"device":"gpu-7","agent":"1.4.2","boot":"b1"}',
    "not json",
    "",
    '{"device":"gpu-8"}',
    '{"device":"nobody"}',
    '{"device":"theirs-0"}',
    '{"agent":"1.4.2"}',
    '{"device":"gpu-9","agent":7}',
    `{"device":"gpu-9","at":"${new Date(Date.now() - 601_000).toISOString()}"}`,
    `{"device":"gpu-9","at":"${new Date(Date.now() + 65_000).toISOString()}"}`,
    '{"device":"gpu-9","at":"yesterday"}',
    '\t{ "at" : null, "device" : "gpu-\\u0031\\u0030", "more": {"a": [1]} }\r',
  ];
  const answer = await send(lines.join("\n"));
  expect(answer.body).toEqual({
    accepted: 3,
    turned_away: [],
    rejected: [
      { index: 1, device: null, reason: "invalid", detail: "must be JSON in UTF-8, 16 KiB a line at most" },
      { index: 4, device: "nobody", reason: "unknown_device" },
      { index: 5, device: "theirs-0", reason: "foreign_device" },
      { index: 6, device: null, reason: "invalid", ...deviceFault },
      { index: 7, device: "gpu-9", reason: "invalid", ...agentFault },
      { index: 8, device: "gpu-9", reason: "too_old" },
      { index: 9, device: "gpu-9", reason: "in_future" },
      { index: 10, device: "gpu-9", reason: "invalid", ...atFault },
    ],
  });
  expect(await merged()).toEqual([7, 8, 10]);
});

test("a heartbeat's own time decides its minute", async () => {
  const at = new Date(Date.now() - 5 * 60_000);
  await send(`{"device":"gpu-11","at":"${at.toISOString()}"}`);
  await fixture.gateway.merge();
  expect(await readBits(fixture.sql)).toEqual([`0/${Math.floor(at.getTime() / 60_000)}/${ordinals[11]}`]);
});

test("the answer follows the commit: the bits stand in the journal, and are gone after the merge", async () => {
  await send('{"device":"gpu-12"}\n{"device":"gpu-12"}\n{"device":"gpu-13"}');
  expect(await fixture.sql`select octet_length(ordinals)::int as bytes from presence_journal`).toEqual([{ bytes: 4 }]);
  expect(await merged()).toEqual([12, 13]);
  expect(await fixture.sql`select from presence_journal`).toHaveLength(0);
});

test("a repetition of what is committed writes nothing", async () => {
  const at = new Date().toISOString();
  const body = JSON.stringify({ device: "gpu-14", at });
  await send(body);
  await fixture.gateway.merge();
  expect((await send(body)).body).toEqual(all(1));
  expect(await fixture.sql`select from presence_journal`).toHaveLength(0);
});

test("agent, boot and token kind commit with the bits, former values in the history", async () => {
  await send('{"device":"gpu-15","agent":"1.0.0","boot":"first"}');
  await send('{"device":"gpu-15","agent":"1.1.0","boot":"second"}');
  await send('{"device":"gpu-15"}');
  const [device] = await fixture.sql`select agent, boot, token_kind from devices where device_id = 'gpu-15'`;
  expect(device).toEqual({ agent: "1.1.0", boot: "second", token_kind: "provider" });
  const history = await fixture.sql`
    select field, value, "from" < "to" as "isInterval" from device_history where ordinal = ${ordinals[15] as number}
    order by field, "to"`;
  expect(history).toEqual([
    { field: "agent", value: null, isInterval: true },
    { field: "agent", value: "1.0.0", isInterval: true },
    { field: "boot", value: null, isInterval: true },
    { field: "boot", value: "first", isInterval: true },
  ]);
});

test("an agent change moves the version that directories read by, a boot does not", async () => {
  const version = async () =>
    (await fixture.sql`select version::text as version from devices where device_id = 'gpu-16'`)[0]?.version;
  await send('{"device":"gpu-16"}');
  const before = await version();
  await send('{"device":"gpu-16","boot":"b"}');
  expect(await version()).toBe(before);
  await send('{"device":"gpu-16","agent":"9.9.9"}');
  expect(await version()).not.toBe(before);
});

test("an old heartbeat does not bring an old agent back", async () => {
  await send('{"device":"gpu-17","agent":"2.0.0"}');
  const at = new Date(Date.now() - 4 * 60_000).toISOString();
  expect((await send(`{"device":"gpu-17","agent":"1.0.0","at":"${at}"}`)).body).toEqual(all(1));
  const [device] = await fixture.sql`select agent from devices where device_id = 'gpu-17'`;
  expect(device?.agent).toBe("2.0.0");
});

test("gzip", async () => {
  const { gzipSync } = await import("node:zlib");
  const answer = await send(gzipSync('{"device":"gpu-18"}\n'), { "content-encoding": "gzip" });
  expect(answer.body).toEqual(all(1));
});

test("a device enrolled elsewhere is known at its first heartbeat", async () => {
  const [provider] = await fixture.sql<{ id: number }[]>`select id from providers where slug = 'acme'`;
  await addDevices(fixture.sql, provider?.id ?? 0, "late", 1);
  expect((await send('{"device":"late-0","boot":"x"}')).body).toEqual(all(1));
});

test("a bit for a minute that roll call has closed queues that minute", async () => {
  const at = new Date(Date.now() - 3 * 60_000);
  const minute = Math.floor(at.getTime() / 60_000);
  await fixture.sql`insert into shard_rolls (shard, rolled_through, epoch) values (0, ${minute}, 1)`;
  await send(`{"device":"gpu-19","at":"${at.toISOString()}"}\n{"device":"gpu-19"}`);
  await fixture.gateway.merge();
  expect(await fixture.sql`select shard, minute from roll_queue`).toEqual([{ shard: 0, minute }]);
});

test("an hour that is folded takes no heartbeat", async () => {
  const at = new Date(Date.now() - 60_000);
  const hour = Math.floor(at.getTime() / 3_600_000);
  await fixture.sql`insert into presence_blocks (plane, shard, hour, data) values (0, 0, ${hour}, ${Buffer.from([1])})`;
  await fixture.gateway.refresh();
  const answer = await send(`{"device":"gpu-20","at":"${at.toISOString()}"}`);
  expect(answer.body).toMatchObject({ rejected: [{ reason: "too_old" }] });
  await fixture.sql`delete from presence_blocks`;
});
