import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { connectSql } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { rollRange } from "@/lib/fleet/roll-call/roll-range";
import { rollCallLease } from "@/lib/fleet/roll-call/roll-session";
import { TestRecords } from "@/lib/fleet/roll-call/testing";
import { createLogger } from "@/lib/log";
import { startWorker, type Worker } from "./worker";
import { readWorkerMetrics } from "./worker-status";

let database: TestDatabase;
let workers: Worker[] = [];
const log = createLogger("worker", "silent");
const patience = { timeout: 20_000, interval: 50 };

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
});
afterAll(() => database.drop());
beforeEach(() => new TestRecords(database.sql, database.owner).clear());
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
});

function start(): Worker {
  const worker = startWorker({ databaseUrl: database.url, log });
  workers.push(worker);
  return worker;
}

async function lease() {
  const [row] = await database.sql<{ holder: string; epoch: string; isHeld: boolean }[]>`
    select holder, epoch, expires_at > clock_timestamp() as "isHeld" from leases where name = ${rollCallLease}`;
  return row;
}

const closedMinutes = async () => {
  const rows = await database.sql<{ minute: number }[]>`select minute from roll_calls order by minute`;
  return rows.map((row) => row.minute);
};

/** As if the last minutes had been missed. */
async function forgetMinutes(count: number): Promise<void> {
  const [last] = (await closedMinutes()).slice(-1);
  await database.owner`truncate roll_calls, shard_rolls, fleet_minutes, transitions`;
  await database.sql`
    insert into roll_calls (minute, rolled_at, duration_ms, transitions) values (${(last ?? 0) - count}, now(), 1, 0)`;
}

test("of two workers one rolls, and the other takes over when it ends", { timeout: 60_000 }, async () => {
  const first = start();
  await vi.waitFor(async () => expect(await closedMinutes()).not.toHaveLength(0), patience);
  const second = start();
  await vi.waitFor(async () => {
    const alive = await readWorkerMetrics(database.sql);
    expect(alive.map((each) => each.instance).sort()).toEqual([first.holder, second.holder].sort());
  }, patience);
  const before = await lease();
  expect(before).toMatchObject({ holder: first.holder, isHeld: true });

  await first.stop();
  workers = [second];
  await vi.waitFor(async () => expect((await lease())?.holder).toBe(second.holder), patience);
  expect(Number((await lease())?.epoch)).toBe(Number(before?.epoch) + 1);
  await forgetMinutes(3);
  await vi.waitFor(async () => expect((await closedMinutes()).length).toBeGreaterThanOrEqual(4), patience);
});

test("a worker waits while a range of history is rolled, and closes what it missed after", {
  timeout: 60_000,
}, async () => {
  start();
  await vi.waitFor(async () => expect(await closedMinutes()).not.toHaveLength(0), patience);
  const [minute] = await closedMinutes();
  const rolled = await rollRange(database.sql, (minute ?? 0) - 30, (minute ?? 0) - 1);
  expect(rolled.transitions).toBe(0);
  expect((await closedMinutes())[0]).toBe((minute ?? 0) - 30);
  await forgetMinutes(2);
  await vi.waitFor(async () => expect((await closedMinutes()).length).toBeGreaterThanOrEqual(3), patience);
});

test("a worker outlives a database that is away", { timeout: 60_000 }, async () => {
  start();
  await vi.waitFor(async () => expect(await closedMinutes()).not.toHaveLength(0), patience);
  const url = new URL(database.ownerUrl);
  const name = url.pathname.slice(1);
  url.pathname = "/postgres";
  const admin = connectSql(url.href, { max: 1 });
  await admin.unsafe(`alter database ${name} allow_connections false`);
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  await vi.waitFor(async () => {
    const [left] = await admin`select count(*)::int as count from pg_stat_activity where datname = ${name}`;
    expect(left?.count).toBe(0);
  }, patience);
  await admin.unsafe(`alter database ${name} allow_connections true`);
  await admin.end();
  // The pool of the test itself was cut off too: its first query may still meet a dead connection.
  await vi.waitFor(() => forgetMinutes(2), patience);
  await vi.waitFor(async () => expect((await closedMinutes()).length).toBeGreaterThanOrEqual(3), patience);
});
