import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensurePartitions } from "@/db/partitions";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { dateOfMinute, dayOfMinute, minuteOf, minutesADay } from "../minute";
import { planes } from "../planes";
import { foldDay } from "../presence/fold-day";
import { listDays } from "../presence/list-days";
import { historyOf, liveThrough } from "../roll-call/roll-model";
import { TestRecords } from "../roll-call/testing";
import { ctxOf } from "../testing/actors";
import { getDevicePresence } from "./get-device-presence";
import { readRunsFromBits } from "./read-runs-from-bits";
import { readStateRuns } from "./read-state-runs";
import { joinRuns } from "./state-runs";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const now = new Date();
const minutes = 60;
const start = minuteOf(now) - 200;

type Row = { ordinal: number; shard: number; enrolledAt: Date; intervalSeconds: number };

async function foldAll(): Promise<void> {
  for (const day of await listDays(database.sql, "presence")) await foldDay(database.sql, day);
}

test("whatever happened, a device's bits tell the same states as its transitions", { timeout: 200_000 }, async () => {
  const { sql } = database;
  const records = new TestRecords(sql, database.owner);
  await fc.assert(
    fc.asyncProperty(historyOf(minutes), async (history) => {
      await ensurePartitions(sql, dayOfMinute(start - 20), dayOfMinute(start + 200));
      await records.clear();
      await liveThrough(records, history, start, minutes, () => now);
      const range = { from: start, to: start + minutes };
      const devices = await sql<Row[]>`
        select ordinal, shard, enrolled_at as "enrolledAt", interval_seconds as "intervalSeconds" from devices order by ordinal`;
      const told = await Promise.all(devices.map((device) => readStateRuns(sql, device, range)));
      await foldAll();
      for (const [index, device] of devices.entries()) {
        const runs = joinRuns(await readRunsFromBits(sql, device, range));
        expect({ ordinal: device.ordinal, runs }).toEqual({ ordinal: device.ordinal, runs: told[index] });
      }
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 2), endOnFailure: true },
  );
});

test("before the transitions that are kept the folded bits answer, and what was not listened in is unknown", async () => {
  const { sql } = database;
  const records = new TestRecords(sql, database.owner);
  const old = minuteOf(now) - 120 * minutesADay;
  await ensurePartitions(sql, dayOfMinute(old), dayOfMinute(old + 100));
  await records.clear();
  await records.enrol({ ordinal: 7, providerId: 1, enrolledMinute: old + 5 });
  await sql`insert into device_ids (id, ordinal) values ('device-7', 7)`;
  for (let minute = old; minute < old + 40; minute++) {
    await records.cover(minute, 2);
    if (minute >= old + 10 && minute < old + 20) await records.call(7, minute, planes.admitted);
    if (minute >= old + 20 && minute < old + 30) await records.call(7, minute, planes.legacy_token);
  }
  await foldAll();
  const intervals = await getDevicePresence(
    ctxOf(database.db, "viewer", now),
    "device-7",
    dateOfMinute(old),
    dateOfMinute(old + 3_000),
  );
  expect(intervals.map(({ state, from, to }) => [state, minuteOf(from) - old, minuteOf(to) - old])).toEqual([
    ["not_enrolled", 0, 5],
    ["silent", 5, 10],
    ["connected", 10, 20],
    ["blocked", 20, 31],
    ["silent", 31, 40],
    ["unknown", 40, 3_000],
  ]);
});
