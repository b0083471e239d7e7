import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { acquireLease, LeaseLostError } from "@/lib/jobs/lease";
import { planes } from "../planes";
import { stateCodes } from "../states";
import { reviseQueued } from "./revise-queued";
import { currentMinute, recheckCoverage, rollCall } from "./roll-call";
import { rollRange } from "./roll-range";
import { RollSession, rollCallLease } from "./roll-session";
import { rollSpans } from "./roll-spans";
import { TestRecords } from "./testing";

let database: TestDatabase;
let records: TestRecords;
beforeAll(async () => {
  database = await createTestDatabase();
  records = new TestRecords(database.sql, database.owner);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await records.clear();
  await database.owner`truncate gateways, pulses`;
});

const now = new Date();
const minute = Math.floor(now.getTime() / 60_000) - 30;

async function openSession(holder = "test"): Promise<RollSession> {
  const lease = await acquireLease(database.sql, rollCallLease, holder);
  if (!lease) throw new Error("the lease is held");
  return new RollSession(database.sql, lease, () => now);
}

async function fleetAt(at: number) {
  const [row] = await database.sql`
    select devices_connected as connected, devices_outdated_agent as outdated, devices_silent as silent,
      devices_quarantined as quarantined, devices_unknown as unknown, devices_seen as seen, devices_verified as verified,
      gpus_connected as "gpusConnected", revised_at is not null as "isRevised"
    from fleet_minutes where dimension = 'fleet' and minute = ${at}`;
  return row;
}

const stateOf = async (ordinal: number) =>
  (
    await database.sql<{ state: number; since: number; lastSeen: number | null }[]>`
      select state, since, last_seen as "lastSeen" from device_states where ordinal = ${ordinal}`
  )[0];

async function fleetOfThree(): Promise<void> {
  for (const ordinal of [0, 1, 65_536]) {
    await records.enrol({
      ordinal,
      providerId: 1,
      region: "eu",
      gpuCount: 4,
      agent: "1.0.0",
      enrolledMinute: minute - 9,
    });
  }
  for (let at = minute - 9; at <= minute + 9; at++) await records.cover(at, 2);
}

test("a first state is a transition, a quiet minute has none, and a fall to silent keeps the last heartbeat", async () => {
  await fleetOfThree();
  await records.call(0, minute, planes.admitted);
  await records.call(1, minute, planes.outdated_agent);
  const session = await openSession();
  await rollSpans(session, minute, minute);
  expect(await fleetAt(minute)).toMatchObject({ connected: 1, outdated: 1, silent: 1, seen: 2, gpusConnected: 4 });
  expect((await records.derived()).transitions).toHaveLength(3);

  await rollSpans(session, minute + 1, minute + 1);
  expect((await records.derived()).transitions).toHaveLength(3);
  await rollSpans(session, minute + 2, minute + 2);
  expect((await records.derived()).transitions).toHaveLength(5);
  expect(await stateOf(0)).toEqual({ state: stateCodes.silent, since: minute + 2, lastSeen: minute });
  expect(await stateOf(65_536)).toEqual({ state: stateCodes.silent, since: minute, lastSeen: null });
});

test("minutes without any gateway are unknown, and silent again only when a whole window was covered", async () => {
  await fleetOfThree();
  await records.call(0, minute, planes.admitted);
  const session = await openSession();
  await database.sql`delete from coverage where minute between ${minute + 1} and ${minute + 2}`;
  await rollSpans(session, minute, minute + 4);
  expect(await fleetAt(minute + 1)).toMatchObject({ unknown: 3, connected: 0, silent: 0 });
  expect(await fleetAt(minute + 3)).toMatchObject({ unknown: 3, silent: 0 });
  expect(await fleetAt(minute + 4)).toMatchObject({ unknown: 0, silent: 3 });
  expect(await stateOf(0)).toEqual({ state: stateCodes.silent, since: minute + 4, lastSeen: minute });
});

test("a late bit rolls its shard again, revises the counts and corrects the latest state", async () => {
  await fleetOfThree();
  const session = await openSession();
  await rollSpans(session, minute, minute + 1);
  expect(await stateOf(0)).toMatchObject({ state: stateCodes.silent, since: minute });
  await records.call(0, minute, planes.admitted);
  expect(await reviseQueued(session)).toBeGreaterThan(0);
  expect(await stateOf(0)).toEqual({ state: stateCodes.connected, since: minute, lastSeen: null });
  expect(await fleetAt(minute)).toMatchObject({ connected: 1, silent: 2, isRevised: true });
  expect(await fleetAt(minute + 1)).toMatchObject({ connected: 1, isRevised: true });
  expect(await reviseQueued(session)).toBe(0);
});

test("a repetition of what is known revises nothing", async () => {
  await fleetOfThree();
  await records.call(0, minute, planes.admitted);
  const session = await openSession();
  await rollSpans(session, minute, minute + 1);
  await records.call(0, minute, planes.admitted);
  await reviseQueued(session);
  expect(await fleetAt(minute)).toMatchObject({ connected: 1, isRevised: false });
});

test("a quarantine taken back in time holds from its minute on, in states and counts", async () => {
  await fleetOfThree();
  for (let at = minute; at <= minute + 9; at++) await records.call(0, at, planes.admitted);
  const session = await openSession();
  await rollSpans(session, minute, minute + 9);
  await records.decide(0, "quarantined", minute + 4);
  await reviseQueued(session);
  expect(await stateOf(0)).toMatchObject({ state: stateCodes.quarantined, since: minute + 4 });
  expect(await fleetAt(minute + 3)).toMatchObject({ quarantined: 0, connected: 1 });
  expect(await fleetAt(minute + 9)).toMatchObject({ quarantined: 1, connected: 0, seen: 1 });
});

test("a verification counts from its minute until it has expired", async () => {
  await fleetOfThree();
  for (let at = minute; at <= minute + 5; at++) await records.call(0, at, planes.admitted);
  await records.verify(0, new Date((minute + 2) * 60_000 + 5_000), new Date((minute + 4) * 60_000 + 5_000));
  const session = await openSession();
  await rollSpans(session, minute, minute + 5);
  const verified = [];
  for (let at = minute; at <= minute + 5; at++) verified.push((await fleetAt(at))?.verified);
  expect(verified).toEqual([0, 0, 1, 1, 0, 0]);
});

test("somebody who died between a shard and the counts left nothing that the next holder does not repair", async () => {
  await fleetOfThree();
  await records.call(0, minute, planes.admitted);
  await records.call(65_536, minute + 1, planes.admitted);
  const session = await openSession();
  await rollSpans(session, minute, minute + 1);
  const whole = await records.derived();
  // As if it had died after the first shard of the second minute was closed.
  await database.sql`delete from fleet_minutes where minute = ${minute + 1}`;
  await database.sql`delete from roll_calls where minute = ${minute + 1}`;
  await database.sql`update shard_rolls set rolled_through = ${minute} where shard = 1`;
  await database.sql`delete from transitions where shard = 1 and minute = ${minute + 1}`;
  await database.sql`update device_states set state = ${stateCodes.silent}, since = ${minute} where ordinal = 65536`;
  await database.sql`update leases set expires_at = '-infinity'`;
  await rollSpans(await openSession("next"), minute + 1, minute + 1);
  const repaired = await records.derived();
  for (const key of Object.keys(whole)) expect({ [key]: repaired[key] }).toEqual({ [key]: whole[key] });
});

test("a device whose enrolment was committed after its minute was closed is counted from that minute", async () => {
  await fleetOfThree();
  const session = await openSession();
  await rollSpans(session, minute, minute + 1);
  await records.enrol({ ordinal: 7, providerId: 1, enrolledMinute: minute + 1 });
  await records.call(7, minute + 1, planes.admitted);
  await rollSpans(session, minute + 2, minute + 2);
  await reviseQueued(session);
  expect(await fleetAt(minute + 1)).toMatchObject({ connected: 1, silent: 3 });
  expect(await stateOf(7)).toMatchObject({ since: minute + 1 });
  expect(await database.sql`select minute from transitions where ordinal = 7`).toEqual([{ minute: minute + 1 }]);
});

test("an old holder that wakes up writes nothing", async () => {
  await fleetOfThree();
  const old = await openSession("old");
  await rollSpans(old, minute, minute);
  await database.sql`update leases set expires_at = '-infinity'`;
  const next = await openSession("next");
  expect(next.lease.epoch).toBe(old.lease.epoch + 1);
  await expect(rollSpans(old, minute + 1, minute + 1)).rejects.toBeInstanceOf(LeaseLostError);
  expect(await fleetAt(minute + 1)).toBeUndefined();
  await rollSpans(next, minute + 1, minute + 1);
  expect(await fleetAt(minute + 1)).toMatchObject({ silent: 3 });
});

test("rolling a range of the past again, once more is known of it, corrects what came after", async () => {
  await fleetOfThree();
  const session = await openSession();
  await rollSpans(session, minute, minute + 5);
  await database.sql`update leases set expires_at = '-infinity'`;
  for (let at = minute - 5; at <= minute; at++) await records.call(1, at, planes.admitted);
  await rollRange(database.sql, minute - 5, minute - 1, { now: () => now });
  expect(await fleetAt(minute - 5)).toMatchObject({ connected: 1, silent: 2 });
  expect(await fleetAt(minute)).toMatchObject({ connected: 1 });
  const first = await database.sql`select minute from transitions where from_state = 0 and ordinal = 1`;
  expect(first).toEqual([{ minute: minute - 5 }]);
  expect(await stateOf(1)).toEqual({ state: stateCodes.silent, since: minute + 2, lastSeen: minute });
});

test("the live roll call closes the last minute, covers it by pulses, and waits for no gateway that is gone", async () => {
  await fleetOfThree();
  const session = await openSession();
  const last = (await currentMinute(database.sql)) - 1;
  const slots = Array.from({ length: 12 }, (_, index) => last * 12 + index);
  await database.sql`insert into pulses (slot, gateway, counts) select slot, 1, '{}' from unnest(${slots}::int[]) slot`;
  await database.sql`
    insert into gateways (instance, started_at, seen_at, merged_through)
    values ('dead', now() - interval '1 hour', now() - interval '11 s', 0)`;
  const rolled = await rollCall(session);
  expect(rolled).toMatchObject({ toMinute: last, fromMinute: last, transitions: 3 });
  const [covered] = await database.sql`select status from coverage where minute = ${last}`;
  expect(covered).toEqual({ status: 2 });
});

test("a pulse that was written late makes its minute covered, and the states known", async () => {
  await fleetOfThree();
  await database.sql`update coverage set status = 1 where minute = ${minute}`;
  const session = await openSession();
  await rollSpans(session, minute, minute + 1);
  expect(await fleetAt(minute)).toMatchObject({ unknown: 3 });
  const slots = Array.from({ length: 12 }, (_, index) => minute * 12 + index);
  await database.sql`insert into pulses (slot, gateway, counts) select slot, 1, '{}' from unnest(${slots}::int[]) slot`;
  await recheckCoverage(session);
  await reviseQueued(session);
  expect(await fleetAt(minute)).toMatchObject({ unknown: 0, silent: 3, isRevised: true });
});

test("what is rolled twice is written once", async () => {
  await fleetOfThree();
  const session = await openSession();
  await rollSpans(session, minute, minute);
  const once = await records.derived();
  await database.sql`update leases set expires_at = '-infinity'`;
  await rollRange(database.sql, minute, minute, { now: () => now });
  const twice = await records.derived();
  for (const key of Object.keys(once)) expect({ [key]: twice[key] }).toEqual({ [key]: once[key] });
});
