import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { leaseHolder, withLease } from "@/lib/jobs/lease";
import { fleetMoment } from "../cohort/fleet-moment";
import { minuteOf } from "../minute";
import { planes } from "../planes";
import { reviseQueued } from "../roll-call/revise-queued";
import { rollRange } from "../roll-call/roll-range";
import { RollSession, rollCallLease } from "../roll-call/roll-session";
import { TestRecords } from "../roll-call/testing";
import { stateCodes } from "../states";
import { ctxOf } from "../testing/actors";
import { listDevices } from "./list-devices";
import { readStateBeginnings } from "./read-state-beginnings";
import { stateBeginnings } from "./state-beginnings";

const now = new Date();
const last = minuteOf(now) - 1;
const start = last - 200;
const devices = 40;
/** Muster did not listen. */
const isDeaf = (minute: number) => minute >= start + 60 && minute < start + 70;
const windowOf = (ordinal: number) => (ordinal % 4 === 3 ? 8 : 2);

let database: TestDatabase;
/** By ordinal, ascending. */
const calls = new Map<number, number[]>();

beforeAll(async () => {
  database = await createTestDatabase();
  const records = new TestRecords(database.sql);
  for (let ordinal = 0; ordinal < devices; ordinal++) {
    const intervalSeconds = ordinal % 4 === 3 ? 300 : 30;
    await records.enrol({ ordinal, providerId: 1, intervalSeconds, enrolledMinute: start - 10 });
    calls.set(ordinal, []);
  }
  for (let minute = start; minute <= last; minute++) {
    await records.cover(minute, isDeaf(minute) ? 0 : 2);
    for (let ordinal = 0; ordinal < devices && !isDeaf(minute); ordinal++) {
      // On for a while, off for a while, each at its own pace; the last never calls.
      const isOn = ordinal < devices - 1 && Math.floor(minute / (5 + ordinal)) % 3 !== 0;
      if (!isOn || (windowOf(ordinal) > 2 && minute % 5 !== 0)) continue;
      calls.get(ordinal)?.push(minute);
      await records.call(ordinal, minute, ordinal % 2 === 0 ? planes.admitted : planes.outdated_agent);
    }
  }
  await records.decide(1, "quarantined", start + 100);
  await records.release(1, start + 130);
  await rollRange(database.sql, start, last, { now: () => now });
});
afterAll(() => database.drop());

const minutes = [start + 1, start + 40, start + 65, start + 75, start + 110, start + 135, start + 190];

/** By walking back from the minute, state by state. */
async function sinceByWalking(minute: number): Promise<number[]> {
  const at = async (each: number) => (await fleetMoment(database.db, each)).shards[0]?.states;
  const [states, since] = [await at(minute), new Array<number>(devices).fill(start)];
  const open = new Set(since.keys());
  for (let before = minute - 1; before >= start && open.size > 0; before--) {
    const then = await at(before);
    for (const ordinal of open) {
      if (then?.codeAt(ordinal) === states?.codeAt(ordinal)) continue;
      since[ordinal] = before + 1;
      open.delete(ordinal);
    }
  }
  return since;
}

test.each(minutes)("since when, at minute %i, in spans and device by device", { timeout: 60_000 }, async (minute) => {
  const moment = await fleetMoment(database.db, minute);
  const walked = await sinceByWalking(minute);
  for (const fewDevices of [0, 5_000]) {
    const { since } = await readStateBeginnings(database.sql, moment, fewDevices);
    expect([...since.subarray(0, devices)]).toEqual(walked);
  }
});

test.each(minutes)("the last heartbeat at minute %i is the last call, or comes before what is told", async (minute) => {
  const moment = await fleetMoment(database.db, minute);
  const { lastSeen } = await readStateBeginnings(database.sql, moment);
  const page = await listDevices(ctxOf(database.db, "viewer", now), { minute, sort: "last_heartbeat" });
  expect(page.items).toHaveLength(devices);
  let told = 0;
  for (const { id, state, lastSeenMinute, isLastSeenBefore } of page.items) {
    const ordinal = Number(id.replace("device-", ""));
    if (state >= stateCodes.connected && state <= stateCodes.blocked_unverified) {
      expect(lastSeenMinute).toBeNull();
      continue;
    }
    expect(lastSeen[ordinal]).toBe(lastSeenMinute ?? 0);
    const called = calls.get(ordinal)?.findLast((each) => each <= minute);
    if (state === stateCodes.quarantined) expect(lastSeenMinute).toBeNull();
    else if (lastSeenMinute === null) expect(called).toBeUndefined();
    else if (isLastSeenBefore) expect(called ?? 0).toBeLessThan(lastSeenMinute);
    else expect(called).toBe(lastSeenMinute);
    told += lastSeenMinute === null || isLastSeenBefore ? 0 : 1;
  }
  if (minute === start + 190) expect(told).toBeGreaterThan(5);
});

test("is read once for a minute, and again when roll call has revised it", async () => {
  const minute = last - 30;
  const beginnings = async () => stateBeginnings(database.db, await fleetMoment(database.db, minute));
  const first = await beginnings();
  expect(await beginnings()).toBe(first);
  const quiet = devices - 1;
  await new TestRecords(database.sql).call(quiet, minute, planes.admitted);
  await withLease(database.sql, rollCallLease, leaseHolder(), (lease) =>
    reviseQueued(new RollSession(database.sql, lease, () => new Date(now.getTime() + 1_000))),
  );
  const second = await beginnings();
  expect([first.since[quiet], second.since[quiet]]).toEqual([start + 77, minute]);
});
