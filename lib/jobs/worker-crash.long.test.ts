import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { ShardBits } from "@/lib/fleet/bit-set";
import { minuteOf } from "@/lib/fleet/minute";
import { statePlanes } from "@/lib/fleet/planes";
import { rollRange } from "@/lib/fleet/roll-call/roll-range";
import { TestRecords } from "@/lib/fleet/roll-call/testing";
import { mergePresence } from "@/lib/ingest/merge-presence";

// A worker that is killed again and again while it catches up with 300 minutes and with late bits must leave what one
// that was never killed leaves. Kills come at random moments, so each run tries others.

const root = fileURLToPath(new URL("../..", import.meta.url));
const missedMinutes = 300;
const devicesAShard = 2_000;
const shards = [0, 1, 2];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a worker that is killed under load loses nothing and does nothing twice", { timeout: 600_000 }, async () => {
  const { sql } = database;
  const records = new TestRecords(sql, database.owner);
  const start = minuteOf(Date.now()) - missedMinutes;
  await seed(start);
  for (let kill = 0; kill < 8; kill++) {
    const worker = await startProcess();
    await mergeLate(start);
    await delay(50 + Math.random() * 700);
    worker.kill("SIGKILL");
    await once(worker, "exit");
    // The next one need not wait for the dead one's lease to run out.
    await sql`update leases set expires_at = '-infinity'`;
  }
  const last = await untilSettled(start);
  await sql`delete from roll_calls where minute < ${start}`;
  const live = await records.derived();
  await records.forget();
  await rollRange(sql, start, last);
  const afresh = await records.derived();
  for (const key of ["states", "transitions", "counts", "hours", "calls"]) {
    expect({ [key]: live[key] }).toEqual({ [key]: afresh[key] });
  }
  expect(afresh.transitions?.length).toBeGreaterThan(10_000);
});

async function seed(start: number): Promise<void> {
  const { sql } = database;
  await sql`insert into providers (slug, name) values ('one', 'One')`;
  await sql`
    insert into devices (shard, ordinal, device_id, provider_id, region, gpu_count, interval_seconds, enrolled_at)
    select shard, shard * 65536 + i, 'device-' || shard || '-' || i, 1, 'region-' || i % 3, 1 + i % 8, 30,
      to_timestamp(${start * 60})
    from unnest(${shards}::int[]) shard, generate_series(0, ${devicesAShard - 1}::int) i`;
  await sql`insert into coverage select minute, 2 from generate_series(${start - 10}::int, ${start + missedMinutes + 30}::int) minute`;
  await sql`insert into roll_calls (minute, rolled_at, duration_ms, transitions) values (${start - 1}, now(), 0, 0)`;
  for (let minute = start; minute < start + missedMinutes; minute++) await merge(minute, 0.8);
}

async function merge(minute: number, share: number): Promise<void> {
  const rows = shards.map((shard) => {
    const bits = new ShardBits();
    for (let offset = 0; offset < devicesAShard; offset++) if (Math.random() < share) bits.add(offset);
    return { plane: statePlanes[minute % 2] as number, shard, minute, bits };
  });
  await database.sql.begin((transaction) => mergePresence(transaction, rows));
}

async function mergeLate(start: number): Promise<void> {
  for (let index = 0; index < 5; index++) await merge(start + Math.floor(Math.random() * missedMinutes), 0.05);
}

async function startProcess(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ["--import", "tsx", "lib/jobs/worker-main.ts"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.url, LOG_LEVEL: "info" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  // It says that it runs, and then works; whatever it says later is of no use here.
  await once(worker.stderr as NonNullable<typeof worker.stderr>, "data");
  worker.stderr?.resume();
  return worker;
}

/** Lets a last worker finish everything, and returns the last minute that it closed. */
async function untilSettled(start: number): Promise<number> {
  const { sql } = database;
  const worker = await startProcess();
  for (;;) {
    const [row] = await sql<{ last: number | null; queued: number; now: number }[]>`
      select (select max(minute) from roll_calls) as last, (select count(*)::int from roll_queue) as queued,
        floor(extract(epoch from clock_timestamp()) / 60)::int as now`;
    if (
      row &&
      row.last !== null &&
      row.last >= start + missedMinutes - 1 &&
      row.last === row.now - 1 &&
      row.queued === 0
    )
      break;
    await delay(100);
  }
  worker.kill("SIGTERM");
  const [code] = await once(worker, "exit");
  expect(code).toBe(0);
  const [row] = await sql<{ last: number }[]>`select max(minute) as last from roll_calls`;
  return row?.last ?? 0;
}
