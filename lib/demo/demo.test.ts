import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { planes } from "@/lib/fleet/planes";
import { rollRange } from "@/lib/fleet/roll-call/roll-range";
import { type Gateway, startGateway } from "@/lib/ingest/start-gateway";
import { createLogger } from "@/lib/log";
import { DemoDriver } from "./demo-driver";
import type { DemoState } from "./demo-state";
import { HeartbeatSender } from "./heartbeat-sender";
import { planFleet, roles } from "./plan-fleet";
import { readRecordsKind } from "./records-kind";
import { type FleetScale, readyCount, repairedAgent } from "./scenario";
import { seedDemo } from "./seed-demo";
import { startStory } from "./start-story";

const scale: FleetScale = { seed: 11, devices: 1_500, providers: 30 };
/** In one such step every device calls once. */
const tickMs = 30_000;

let database: TestDatabase;
let gateway: Gateway;
let sender: HeartbeatSender;
/** The time of the whole test: gateway, driver and seeding have no other. */
let nowMs = Math.floor(Date.now() / 60_000) * 60_000;
const minute = () => nowMs / 60_000;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  sender?.close();
  await gateway?.stop();
  await database.drop();
});

/** Lets the devices call for some minutes, as gateway, driver and worker would, and rolls them. */
async function play(driver: DemoDriver, minutes: number): Promise<void> {
  const first = minute();
  const end = nowMs + minutes * 60_000;
  while (nowMs < end) {
    nowMs += tickMs;
    // The last millisecond of a step still lies in its minute.
    await driver.tick(nowMs - 1);
    await gateway.refresh();
  }
  await gateway.merge();
  await database.sql`
    insert into coverage (minute, status) select m, 2 from generate_series(${first}::int, ${minute() - 1}::int) m
    on conflict (minute) do update set status = 2`;
  await rollRange(database.sql, first, minute() - 1, { now: () => new Date(nowMs) });
}

type Counts = {
  enrolled: number;
  connected: number;
  outdated: number;
  legacy: number;
  silent: number;
  quarantined: number;
  unknown: number;
  seen: number;
  verified: number;
};

async function countsAt(at: number): Promise<Counts> {
  const [row] = await database.sql<Counts[]>`
    select devices_connected as connected, devices_outdated_agent as outdated, devices_legacy_token as legacy,
      devices_silent as silent, devices_quarantined as quarantined, devices_unknown as unknown,
      devices_seen as seen, devices_verified as verified,
      devices_connected + devices_outdated_agent + devices_legacy_token + devices_unverified + devices_silent
        + devices_quarantined + devices_unknown as enrolled
    from fleet_minutes where dimension = 'fleet' and minute = ${at}`;
  if (!row) throw new Error(`minute ${at} was not rolled`);
  return row;
}

describe("the scenario on a small fleet", { timeout: 60_000 }, () => {
  let state: DemoState;
  let driver: DemoDriver;
  let collapse: number;
  const ready = readyCount(scale);

  test("seeding writes bits and attributes; counts, transitions and states follow", async () => {
    await seedDemo(database.owner, { scene: "start", scale, historyMinutes: 180, now: () => new Date(nowMs) });
    const before = await countsAt(minute() - 1);
    expect(before.enrolled).toBe(scale.devices);
    expect(before.connected).toBeGreaterThan(scale.devices * 0.9);
    expect(before.unknown).toBe(0);
    expect(before.quarantined).toBeGreaterThan(0);
    expect(before.verified).toBeLessThan(before.connected);
    expect(before.verified).toBeGreaterThan(scale.devices * 0.1);
    const [derived] = await database.sql<{ devices: number; states: number; transitions: number }[]>`
      select (select count(*)::int from devices) as devices, (select count(*)::int from device_states) as states,
        (select count(*)::int from transitions) as transitions`;
    expect(derived).toMatchObject({ devices: scale.devices, states: scale.devices });
    expect(derived?.transitions).toBeGreaterThan(20);
  });

  test("it is marked as a demo, with what is made up, and is not seeded twice", async () => {
    const records = await readRecordsKind(database.sql);
    expect(records).toMatchObject({ kind: "demo", scenario: "io-net-2024", seededAt: expect.any(String) });
    expect(records.kind === "demo" && records.notes.join(" ")).toMatch(/Made up: the providers/);
    await expect(seedDemo(database.owner, { scene: "start", scale, now: () => new Date(nowMs) })).rejects.toMatchObject(
      {
        code: "records_not_empty",
      },
    );
  });

  test("the policy takes effect two minutes after the driver's first run, and later runs leave it", async () => {
    nowMs += 60_000;
    await startStory(database.sql, new Date(nowMs));
    state = (await startStory(database.sql, new Date(nowMs + 50_000))) as DemoState;
    const [policy] = await database.sql<{ at: Date; snapshot: Date }[]>`
      select effective_at as at, (select starts_at from changes where kind = 'rewards_snapshot') as snapshot
      from admission_policies`;
    expect(policy?.at).toEqual(new Date(nowMs + 120_000));
    expect(Number(policy?.snapshot) - Number(policy?.at)).toBe(15 * 60_000);
    expect(await readRecordsKind(database.sql)).toMatchObject({ shiftedTo: policy?.at.toISOString() });
    const [told] = await database.sql<{ events: number; audits: number }[]>`
      select (select count(*)::int from domain_events where kind = 'policy.set' and happened_at = ${policy?.at ?? null}) as events,
        (select count(*)::int from audit_log where action = 'demo.start') as audits`;
    expect(told).toEqual({ events: 1, audits: 1 });
    collapse = minute() + 2;
  });

  test("everybody calls until the collapse; then exactly those who were ready are left", async () => {
    gateway = await startGateway({
      databaseUrl: database.url,
      port: 0,
      log: createLogger("gateway", "silent"),
      clock: { now: () => nowMs - 1 },
    });
    sender = new HeartbeatSender(`http://127.0.0.1:${gateway.port}`);
    driver = new DemoDriver(database.sql, sender, state, nowMs);
    await driver.begin();
    await play(driver, 5);
    const just = await countsAt(collapse - 1);
    expect(just.connected).toBeGreaterThan(scale.devices * 0.9);
    const after = await countsAt(collapse + 2);
    expect(after.connected).toBe(ready);
    expect(after.outdated).toBeGreaterThan(scale.devices * 0.75);
    expect(after.legacy).toBeGreaterThan(scale.devices * 0.05);
    expect(after.verified).toBeLessThan(after.connected);
    expect(after.enrolled).toBe(scale.devices);
  });

  test("turned away, the owners stop, update and start their machines again: agent, token and boot id are new", async () => {
    await play(driver, 25);
    const [changed] = await database.sql<{ upgraded: number; boots: number; tokens: number }[]>`
      select count(*)::int as upgraded, count(distinct boot)::int as boots,
        count(*) filter (where token_kind = 'provider')::int as tokens
      from devices where agent = ${repairedAgent}`;
    const counts = await countsAt(minute() - 1);
    expect(counts.enrolled).toBe(scale.devices);
    expect(changed?.upgraded).toBeGreaterThan(scale.devices * 0.05);
    expect(changed?.boots).toBe(changed?.upgraded);
    expect(changed?.tokens).toBe(changed?.upgraded);
    expect(counts.connected).toBeGreaterThan(ready + scale.devices * 0.05);
    expect(counts.connected).toBeLessThanOrEqual(ready + (changed?.upgraded ?? 0));
    expect(counts.silent).toBeGreaterThan(scale.devices * 0.01);
  });

  test("a driver that starts again goes on from the records and fills no gap", async () => {
    const stopped = minute();
    const before = await countsAt(stopped - 1);
    nowMs += 20 * 60_000;
    driver = new DemoDriver(database.sql, sender, state, nowMs);
    await driver.begin();
    await play(driver, 15);
    const [gap] = await database.sql<{ minutes: number }[]>`
      select count(*)::int as minutes from presence where minute >= ${stopped} and minute < ${stopped + 20}`;
    expect(gap?.minutes).toBe(0);
    const after = await countsAt(minute() - 1);
    expect(after.connected).toBeGreaterThan(before.connected);
    expect(after.connected).toBeLessThan(scale.devices * 0.9);
    expect(after.enrolled).toBe(scale.devices);
  });

  test("heartbeats of devices that nobody enrolled are refused", () => {
    const counts = driver.takeCounts();
    expect(counts.failed).toBe(0);
    expect(counts.rejected).toBeGreaterThan(10);
  });
});

test("the aftermath has the collapse in its history, in the planes of its reasons", async () => {
  const other = await createTestDatabase();
  try {
    const now = Math.floor(Date.now() / 60_000);
    await seedDemo(other.owner, { scene: "aftermath", scale, historyMinutes: 480, now: () => new Date(now * 60_000) });
    const rows = await other.sql<{ minute: number; connected: number; outdated: number; legacy: number }[]>`
      select minute - ${now - 360} as minute, devices_connected as connected, devices_outdated_agent as outdated,
        devices_legacy_token as legacy
      from fleet_minutes where dimension = 'fleet' and minute = any(${[now - 361, now - 357, now - 1]}::int[]) order by minute`;
    const [before, at, last] = rows;
    expect(before?.connected).toBeGreaterThan(scale.devices * 0.9);
    expect(at).toMatchObject({ minute: 3, connected: readyCount(scale) });
    expect(at?.outdated).toBeGreaterThan(scale.devices * 0.75);
    expect(last?.connected).toBeGreaterThan(scale.devices * 0.4);
    expect(last?.legacy).toBeGreaterThan(0);
    const [found] = await other.sql<{ planes: number[]; repaired: number; history: number }[]>`
      select (select array_agg(distinct plane order by plane) from presence) as planes,
        (select count(*)::int from devices where agent = ${repairedAgent}) as repaired,
        (select count(*)::int from device_history where field = 'boot') as history`;
    expect(found?.planes).toEqual([planes.admitted, planes.outdated_agent, planes.legacy_token]);
    expect(found?.repaired).toBeGreaterThan(scale.devices * 0.4);
    expect(found?.history).toBeGreaterThan(0);
    const plan = planFleet(scale);
    const quarantined = plan.role.filter((role) => role === roles.counterfeit).length;
    const [decided] = await other.sql<{ count: number }[]>`select count(*)::int as count from device_decisions`;
    expect(decided?.count).toBe(quarantined);
  } finally {
    await other.drop();
  }
}, 60_000);

test("a database that holds anything real is refused, and left as it was", async () => {
  const other = await createTestDatabase();
  try {
    await other.sql`insert into providers (slug, name) values ('real', 'Real')`;
    await expect(seedDemo(other.owner, { scene: "start", scale, now: () => new Date() })).rejects.toMatchObject({
      code: "records_not_empty",
    });
    const [row] = await other.sql<{ records: number; changes: number }[]>`
      select (select count(*)::int from settings) as records, (select count(*)::int from changes) as changes`;
    expect(row).toEqual({ records: 0, changes: 0 });
  } finally {
    await other.drop();
  }
});
