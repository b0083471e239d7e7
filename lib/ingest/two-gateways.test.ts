import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Gateway } from "./start-gateway";
import { addDevices, addProvider, addToken } from "./testing/fleet-fixture";
import { GatewayFixture, postTo, startTestGateway } from "./testing/gateway-fixture";
import { readBits } from "./testing/read-bits";

let fixture: GatewayFixture;
let second: Gateway;
let ordinals: number[];

beforeAll(async () => {
  fixture = await GatewayFixture.start();
  const provider = await addProvider(fixture.sql, "acme");
  // More than one shard: the second half stands beyond ordinal 65,536.
  ordinals = await addDevices(fixture.sql, provider, "low", 20);
  await fixture.owner`select setval('device_ordinals', 70000)`;
  ordinals.push(...(await addDevices(fixture.sql, provider, "high", 20)));
  fixture.token = (await addToken(fixture.sql, "provider", { providerId: provider })).text;
  second = await startTestGateway(fixture.database.ingestUrl);
});
afterAll(async () => {
  await second.stop();
  await fixture.stop();
});

const nameOf = (i: number) => (i < 20 ? `low-${i}` : `high-${i - 20}`);

test("a shuffled, repeated, split stream of heartbeats over two gateways gives the same presence", async () => {
  const call = fc.record({
    device: fc.nat(39),
    minutesAgo: fc.integer({ min: 0, max: 8 }),
    copies: fc.integer({ min: 1, max: 3 }),
  });
  const calls = fc.array(call, { minLength: 1, maxLength: 60 });
  const property = fc.asyncProperty(
    calls,
    fc.array(fc.nat(), { maxLength: 200 }),
    fc.nat(),
    async (stream, order, cut) => {
      await fixture.owner`truncate presence, presence_journal`;
      // Gateways that remember nothing of the runs before: bits that are committed are not written again.
      const base = Math.floor(Date.now() / 60_000) * 60_000;
      const copies = stream.flatMap((each) => Array.from({ length: each.copies }, () => each));
      const shuffled = copies
        .map((each, i) => ({ each, key: order[i % Math.max(1, order.length)] ?? 0, i }))
        .sort((a, b) => a.key - b.key || b.i - a.i)
        .map(({ each }) => each);
      const lines = shuffled.map(
        ({ device, minutesAgo }) =>
          `{"device":"${nameOf(device)}","at":"${new Date(base - minutesAgo * 60_000).toISOString()}"}`,
      );
      const size = 1 + (cut % 17);
      const headers = { authorization: `Bearer ${fixture.token}` };
      const fresh = await startTestGateway(fixture.database.ingestUrl);
      const other = await startTestGateway(fixture.database.ingestUrl);
      const requests: Promise<unknown>[] = [];
      for (let i = 0; i < lines.length; i += size) {
        const to = (i / size) % 2 === 0 ? fresh : other;
        requests.push(postTo(to, "/v1/heartbeats", lines.slice(i, i + size).join("\n"), headers));
        if (i % 3 === 0) requests.push(to.merge());
      }
      await Promise.all(requests);
      await Promise.all([fresh.stop(), other.stop()]);
      const expected = new Set(
        stream.map(({ device, minutesAgo }) => `0/${base / 60_000 - minutesAgo}/${ordinals[device]}`),
      );
      expect(await readBits(fixture.sql)).toEqual([...expected].sort());
    },
  );
  await fc.assert(property, { numRuns: 12 });
}, 60_000);

test("a policy takes effect on two gateways at its moment", async () => {
  const headers = { authorization: `Bearer ${fixture.token}` };
  const call = (gateway: Gateway, i: number) =>
    postTo(gateway, "/v1/heartbeats", `{"device":"${nameOf(i)}","agent":"1.4.2"}`, headers);
  await fixture.sql`
    insert into admission_policies (minimum_agent, agent_mode, legacy_token_mode, effective_at, created_by)
    values ('1.5.0', 'enforce', 'report', clock_timestamp() + interval '1500 ms', 'test')`;
  const [row] = await fixture.sql<{ ms: number }[]>`
    select extract(epoch from effective_at)::float8 * 1000 as ms from admission_policies`;
  const until = async (ms: number) => {
    for (;;) {
      const [now] = await fixture.sql<
        { ms: number }[]
      >`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`;
      if ((now?.ms ?? 0) >= ms) return;
    }
  };
  for (const gateway of [fixture.gateway, second]) {
    expect((await call(gateway, 0)).body).toMatchObject({ accepted: 1, turned_away: [] });
  }
  await until((row?.ms ?? 0) + 30);
  for (const gateway of [fixture.gateway, second]) {
    expect((await call(gateway, 1)).body).toEqual({
      accepted: 0,
      turned_away: [{ index: 0, device: "low-1", reason: "outdated_agent", minimum_agent: "1.5.0" }],
      rejected: [],
    });
  }
  await fixture.owner`truncate presence`;
  await fixture.gateway.merge();
  expect((await readBits(fixture.sql)).some((bit) => bit.startsWith("1/") && bit.endsWith(`/${ordinals[1]}`))).toBe(
    true,
  );
  await fixture.sql`delete from admission_policies`;
});
