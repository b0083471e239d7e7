import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { slotMs } from "@/lib/findings/judge-pulses";
import { createLogger } from "@/lib/log";
import { LeaseLostError } from "./lease";
import { SlotLoop } from "./slot-loop";
import { WorkerStatus } from "./worker-status";

const key = "every-slot/progress";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

function loopOf(holder: string): SlotLoop {
  const log = createLogger("worker", "silent");
  const { signal } = new AbortController();
  const now = () => new Date();
  return new SlotLoop({
    sql: database.sql,
    log,
    holder,
    status: new WorkerStatus(),
    now,
    signal,
    anchor: undefined,
    evidenceDirectory: null,
  });
}

/** A gateway whose callers have been turned away for half a minute, whichever slot of the next minutes is judged first. */
async function seedFall(): Promise<void> {
  const { sql } = database;
  const now = Math.floor(Date.now() / slotMs);
  const at = (slot: number) => new Date(slot * slotMs);
  await sql`
    insert into gateways (instance, started_at, seen_at, merged_through) values ('a', ${at(now - 800)}, ${at(now + 60)}, 0)`;
  for (let slot = now - 80; slot <= now + 30; slot++) {
    const counts = { v: 1, groups: { fleet: { "": slot < now - 6 ? [1_000, 0, 0, 0] : [20, 980, 0, 0] } } };
    await sql`insert into pulses (slot, gateway, counts) values (${slot}, 1, ${JSON.stringify(counts)}::text::jsonb)`;
  }
}

async function stored() {
  const { sql } = database;
  const findings = await sql`select rule, occurrences from findings`;
  const events = await sql`select kind from domain_events`;
  const progress = await sql`select from settings where key = ${key}`;
  return { findings, events, isJudged: progress.length > 0 };
}

const nothing = { findings: [], events: [], isJudged: false };
const once = {
  findings: [{ rule: "fleet.collapse", occurrences: 1 }],
  events: [{ kind: "finding.opened" }],
  isJudged: true,
};

const onProgress = (body: string) =>
  database.owner.unsafe(`
    create function meddle() returns trigger language plpgsql security definer as $$ begin ${body}; return new; end $$;
    create trigger meddle before insert on settings for each row when (new.key = '${key}') execute function meddle()`);

test("an error between a finding and how far the judge is leaves neither, and the slot is judged again, once", async () => {
  await seedFall();
  await onProgress("raise exception 'no room'");
  const loop = loopOf("one");
  await expect(loop.step()).rejects.toThrow("no room");
  expect(await stored()).toEqual(nothing);
  await database.owner.unsafe("drop trigger meddle on settings");
  await loop.step();
  expect(await stored()).toEqual(once);
  await loop.step();
  expect(await stored()).toEqual(once);
});

test("a judge whose lease another took meanwhile stores nothing", async () => {
  await seedFall();
  await onProgress("update public.leases set holder = 'next', epoch = epoch + 1 where name = 'every-slot'");
  await expect(loopOf("sleeper").step()).rejects.toBeInstanceOf(LeaseLostError);
  expect(await stored()).toEqual(nothing);
});

test("who takes over goes on behind the last slot that was judged", async () => {
  await seedFall();
  const future = Math.floor(Date.now() / slotMs) + 20;
  await database.sql`insert into settings (key, value) values (${key}, ${JSON.stringify({ judged: future })}::text::jsonb)`;
  await loopOf("next").step();
  expect((await stored()).findings).toEqual([]);
});
