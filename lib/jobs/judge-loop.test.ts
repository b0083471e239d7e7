import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createLogger } from "@/lib/log";
import { JudgeLoop, nextMinutes } from "./judge-loop";
import { acquireLease, LeaseLostError } from "./lease";
import { WorkerStatus } from "./worker-status";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function loopOf(holder: string): JudgeLoop {
  const log = createLogger("worker", "silent");
  const { signal } = new AbortController();
  const status = new WorkerStatus();
  return new JudgeLoop({ sql: database.sql, log, holder, status, now: () => new Date(), signal, anchor: undefined });
}

test("a judge that slept while another went on does not put the progress back", async () => {
  const { sql } = database;
  await sql`
    insert into roll_calls (minute, rolled_at, duration_ms, transitions) select m, now(), 1, 0 from generate_series(1000, 1200) m`;
  const written = () => sql`select value from settings where key = 'after-roll-call/progress'`;
  let sleeper: Promise<number> | undefined;
  // It is in the midst of its minutes and hears nothing.
  await sql.begin(async (pause) => {
    await pause`lock table coverage in access exclusive mode`;
    sleeper = loopOf("sleeper").step();
    await vi.waitUntil(async () => {
      const waiting = await sql`
        select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`;
      return waiting.length > 0;
    });
    await sql`update leases set expires_at = '-infinity' where name = 'after-roll-call'`;
    expect(await acquireLease(sql, "after-roll-call", "next")).toMatchObject({ holder: "next" });
    const progress = { judged: 1_200, backlog: null };
    await sql`insert into settings (key, value) values ('after-roll-call/progress', ${JSON.stringify(progress)}::text::jsonb)`;
  });
  await expect(sleeper).rejects.toBeInstanceOf(LeaseLostError);
  expect(await written()).toEqual([{ value: { judged: 1_200, backlog: null } }]);
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
