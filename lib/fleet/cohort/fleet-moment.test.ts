import { afterAll, beforeAll, expect, test } from "vitest";
import { connectDatabase } from "@/db/client";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { leaseHolder, withLease } from "@/lib/jobs/lease";
import { dateOfMinute, minuteOf } from "../minute";
import { planes } from "../planes";
import { reviseQueued } from "../roll-call/revise-queued";
import { rollRange } from "../roll-call/roll-range";
import { RollSession, rollCallLease } from "../roll-call/roll-session";
import { TestRecords } from "../roll-call/testing";
import { stateCodes } from "../states";
import { fleetMoment } from "./fleet-moment";

let database: TestDatabase;
let records: TestRecords;
const now = new Date();
const last = minuteOf(now) - 1;
const start = last - 60;
beforeAll(async () => {
  database = await createTestDatabase();
  records = new TestRecords(database.sql);
  for (const ordinal of [0, 1, 2]) {
    await records.enrol({ ordinal, providerId: 1, agent: "1.0.0", enrolledMinute: start - 10 });
  }
  for (let minute = start; minute <= last; minute++) {
    await records.cover(minute, 2);
    if (minute % 10 < 5) await records.call(0, minute, planes.admitted);
  }
  await rollRange(database.sql, start, last, { now: () => now });
});
afterAll(() => database.drop());

test("a past minute is read once, and again when roll call has revised it", async () => {
  const minute = start + 10 - (start % 10) + 8;
  const first = await fleetMoment(database.db, minute);
  expect(first.shards[0]?.states.codeAt(0)).toBe(stateCodes.silent);
  expect(await fleetMoment(database.db, minute)).toBe(first);
  await records.call(0, minute, planes.admitted);
  await rollRange(database.sql, minute, minute, { now: () => new Date(now.getTime() + 1_000) });
  const second = await fleetMoment(database.db, minute);
  expect(second.shards[0]?.states.codeAt(0)).toBe(stateCodes.connected);
});

test("a past minute is read again also when states moved and every count stayed", async () => {
  const minute = start + 20 - (start % 10) + 8;
  const counts = () => database.sql`
    select devices_connected, devices_silent from fleet_minutes where dimension = 'fleet' and minute = ${minute}`;
  await records.call(1, minute, planes.admitted);
  await rollRange(database.sql, minute, minute, { now: () => new Date(now.getTime() + 2_000) });
  const before = await counts();
  const first = await fleetMoment(database.db, minute);
  // Another device's call in place of the first one's: nothing that is stored by minute and dimension differs.
  await database.sql`
    update presence set bits = set_bit(set_bit(bits, 1, 0), 2, 1) where plane = ${planes.admitted} and minute = ${minute}`;
  await database.sql`insert into roll_queue (shard, minute) values (0, ${minute}) on conflict do nothing`;
  await withLease(database.sql, rollCallLease, leaseHolder(), (lease) =>
    reviseQueued(new RollSession(database.sql, lease, () => new Date(now.getTime() + 3_000))),
  );
  expect(await counts()).toEqual(before);
  const second = await fleetMoment(database.db, minute);
  const codes = ({ shards }: typeof first) => [1, 2].map((offset) => shards[0]?.states.codeAt(offset));
  expect([codes(first), codes(second)]).toEqual([
    [stateCodes.connected, stateCodes.silent],
    [stateCodes.silent, stateCodes.connected],
  ]);
});

test("values and verifications of a past minute, of whatever came after it", async () => {
  const minute = start + 25;
  const at = (offset: number) => new Date(dateOfMinute(minute + offset).getTime() + 30_000);
  // Device 0 was verified before and fails to be later, 1 is verified within the minute, 2 only after it; 1 expires in the next.
  await records.verify(0, at(-5), null);
  await records.verify(0, at(5), at(6));
  await records.verify(1, at(0), at(1));
  await records.verify(2, at(1), null);
  await records.change(0, "agent", "1.1.0", at(0));
  await records.change(1, "agent", "1.1.0", at(1));
  await records.change(1, "agent", "1.2.0", at(9));
  // A process of its own: the directory in memory may be a moment behind.
  const db = connectDatabase(database.url, { max: 2 });
  const [moment, next] = [await fleetMoment(db, minute), await fleetMoment(db, minute + 1)];
  await db.$client.end({ timeout: 5 });
  const told = ({ directory, shards }: typeof moment) =>
    [0, 1, 2].map((offset) => {
      const shard = shards[0]?.records;
      return [shard?.verified.has(offset), directory.agents.value(shard?.agent[offset] ?? 0)];
    });
  expect(told(moment)).toEqual([
    [true, "1.1.0"],
    [true, "1.0.0"],
    [false, "1.0.0"],
  ]);
  expect(told(next)).toEqual([
    [true, "1.1.0"],
    [false, "1.1.0"],
    [true, "1.0.0"],
  ]);
});
