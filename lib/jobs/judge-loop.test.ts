import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { fillFleet } from "@/lib/findings/testing/synthetic-fleet";
import { minuteOf } from "@/lib/fleet/minute";
import { stateCodes } from "@/lib/fleet/states";
import { createLogger } from "@/lib/log";
import { JudgeLoop, nextMinutes } from "./judge-loop";
import { acquireLease, LeaseLostError } from "./lease";
import { WorkerStatus } from "./worker-status";

const key = "after-roll-call/progress";
// Noon of today, so that the daily partitions exist and no test crosses midnight.
const fall = Math.floor(minuteOf(new Date()) / 1_440) * 1_440 + 720;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

function loopOf(holder: string): JudgeLoop {
  const log = createLogger("worker", "silent");
  const { signal } = new AbortController();
  const status = new WorkerStatus();
  const now = () => new Date((fall + 1) * 60_000 + 2_000);
  return new JudgeLoop({
    sql: database.sql,
    log,
    holder,
    status,
    now,
    signal,
    anchor: undefined,
    evidenceDirectory: null,
  });
}

/** A fleet that fell silent in a minute that roll call closed and nobody judged. */
async function seedFall(): Promise<void> {
  const { sql } = database;
  const devices = Array.from({ length: 200 }, () => ({ provider: 1, region: "eu-west", agent: "1.4.2" }));
  const { connected, silent } = stateCodes;
  await fillFleet(sql, devices, fall - 45, fall, (_, minute) => (minute >= fall ? silent : connected));
  await sql`
    insert into roll_calls (minute, rolled_at, duration_ms, transitions)
    select m, now(), 1, 0 from generate_series(${fall - 45}::int, ${fall}::int) m`;
  await sql`insert into settings (key, value) values (${key}, ${JSON.stringify({ judged: fall - 1, backlog: null })}::text::jsonb)`;
}

/** What readers see: findings with how often they were found, what timelines tell, how far the judge is. */
async function stored() {
  const { sql } = database;
  const findings = await sql`select rule, occurrences from findings`;
  const events = await sql`select kind from domain_events`;
  const [progress] = await sql<{ value: { judged: number } }[]>`select value from settings where key = ${key}`;
  return { findings, events, judged: progress?.value.judged };
}

const nothing = { findings: [], events: [], judged: fall - 1 };
const once = {
  findings: [{ rule: "fleet.collapse", occurrences: 1 }],
  events: [{ kind: "finding.opened" }],
  judged: fall,
};

/** Runs `act` while `step` has stored its findings and waits to store how far it is. */
async function amidStep(step: () => Promise<number>, act: (pid: number) => Promise<void>): Promise<Promise<number>> {
  let running: Promise<number> = Promise.resolve(0);
  await database.sql.begin(async (pause) => {
    await pause`select from settings where key = ${key} for update`;
    running = step();
    running.catch(() => {});
    const pid = await vi.waitFor(waitingForProgress, { timeout: 15_000, interval: 20 });
    await act(pid);
  });
  return running;
}

async function waitingForProgress(): Promise<number> {
  const [waiting] = await database.owner<{ pid: number }[]>`
    select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into settings%'`;
  if (!waiting) throw new Error("nobody waits");
  return waiting.pid;
}

test("a judge that is killed after its findings and before its progress leaves neither, and the next one finds them once", async () => {
  await seedFall();
  const killed = amidStep(
    () => loopOf("killed").step(),
    async (pid) => {
      await database.owner`select pg_terminate_backend(${pid})`;
    },
  );
  await expect(killed).rejects.toThrow();
  expect(await stored()).toEqual(nothing);
  await database.sql`update leases set expires_at = '-infinity'`;
  await loopOf("next").step();
  expect(await stored()).toEqual(once);
});

test("an error between findings and progress leaves nothing half there, and the same judge finds them once", async () => {
  await seedFall();
  await database.owner.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
    create trigger refuse before update on settings for each row when (new.key = '${key}') execute function refuse()`);
  const loop = loopOf("one");
  await expect(loop.step()).rejects.toThrow("no room");
  expect(await stored()).toEqual(nothing);
  await database.owner.unsafe("drop trigger refuse on settings; drop function refuse()");
  await loop.step();
  expect(await stored()).toEqual(once);
  await loop.step();
  expect(await stored()).toEqual(once);
});

test("of two judges at once, one that slept and one that took over, only the second leaves what it found", async () => {
  await seedFall();
  let second: Promise<number> | undefined;
  const first = amidStep(
    () => loopOf("sleeper").step(),
    async () => {
      await database.sql`update leases set expires_at = '-infinity' where name = 'after-roll-call'`;
      second = loopOf("next").step();
      await vi.waitFor(
        async () => {
          const [held] = await database.sql<
            { holder: string }[]
          >`select holder from leases where name = 'after-roll-call'`;
          expect(held?.holder).toBe("next");
        },
        { timeout: 15_000, interval: 20 },
      );
    },
  );
  await expect(first).rejects.toBeInstanceOf(LeaseLostError);
  await second;
  expect(await stored()).toEqual(once);
});

test("a judge that slept while another went on does not put the progress back", async () => {
  await seedFall();
  const sleeper = amidStep(
    () => loopOf("sleeper").step(),
    async () => {
      await database.sql`update leases set expires_at = '-infinity' where name = 'after-roll-call'`;
      expect(await acquireLease(database.sql, "after-roll-call", "next")).toMatchObject({ holder: "next" });
    },
  );
  await expect(sleeper).rejects.toBeInstanceOf(LeaseLostError);
  expect(await stored()).toEqual(nothing);
});

test("new minutes come before the backlog, each once and in order, until there is none", () => {
  const seen: number[][] = [];
  let progress: Parameters<typeof nextMinutes>[0] = { judged: 999, backlog: { fromMinute: 230, toMinute: 998 } };
  let last = 1_000;
  for (let round = 0; round < 10; round++) {
    const due = nextMinutes(progress, last);
    if (!due) break;
    seen.push([due.minutes.fromMinute, due.minutes.toMinute]);
    progress = due.after;
    if (round === 1) last = 1_001;
  }
  expect(seen).toEqual([
    [1_000, 1_000],
    [230, 589],
    [1_001, 1_001],
    [590, 949],
    [950, 998],
  ]);
  expect(nextMinutes(progress, last)).toBeNull();
});

test("after a long downtime only the last three days are looked at", () => {
  const due = nextMinutes({ judged: 0, backlog: null }, 100_000);
  expect(due?.minutes).toEqual({ fromMinute: 95_681, toMinute: 95_710 });
});
