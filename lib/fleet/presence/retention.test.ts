import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ensurePartitions } from "@/db/partitions";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { bitsToLiteral, ShardBits } from "../bit-set";
import { planes } from "../planes";
import { dropExpired } from "./drop-expired";
import { foldDay } from "./fold-day";
import { foldOldDays } from "./fold-old-days";
import { listDays } from "./list-days";
import { readPresence } from "./read-presence";
import { writeFoldedHours } from "./write-folded-hours";

let database: TestDatabase;
const now = new Date();
const today = Math.floor(now.getTime() / 86_400_000);
beforeAll(async () => {
  database = await createTestDatabase();
  await ensurePartitions(database.sql, today - 9, today - 6);
});
afterAll(() => database.drop());

function bitsOf(...offsets: number[]): ShardBits {
  const bits = new ShardBits();
  for (const offset of offsets) bits.add(offset);
  return bits;
}

async function writeHot(plane: number, shard: number, minute: number, bits: ShardBits): Promise<void> {
  await database.sql`
    insert into presence (plane, shard, minute, bits) values (${plane}, ${shard}, ${minute}, ${bitsToLiteral(bits)}::bit(65536))`;
}

async function readAll(day: number) {
  const found = [];
  const query = {
    planes: Object.values(planes),
    shards: [0, 1, 2],
    fromMinute: day * 1_440,
    toMinute: day * 1_440 + 1_439,
  };
  for await (const { plane, shard, minute, bits } of readPresence(database.sql, query)) {
    const offsets: number[] = [];
    bits.visit((offset) => offsets.push(offset));
    found.push([plane, shard, minute - day * 1_440, ...offsets]);
  }
  return found;
}

test("a day that is old enough is folded, reads as before, and its partition is gone", async () => {
  const day = today - 8;
  for (const minute of [0, 1, 59, 60, 1_439]) {
    await writeHot(planes.admitted, 0, day * 1_440 + minute, bitsOf(minute, 65_535));
    await writeHot(planes.would_unverified, 2, day * 1_440 + minute, bitsOf(7));
  }
  const frames = Array.from({ length: 60 }, () => undefined as ShardBits | undefined);
  frames[1] = bitsOf(500);
  await writeFoldedHours(database.sql, [{ plane: planes.admitted, shard: 0, hour: day * 24, frames }]);
  const before = await readAll(day);
  expect(before).toContainEqual([planes.admitted, 0, 1, 1, 500, 65_535]);

  expect(await foldOldDays(database.sql, now)).toEqual([today - 9, day]);
  expect(await readAll(day)).toEqual(before);
  expect(await listDays(database.sql, "presence")).not.toContain(day);
  expect(await listDays(database.sql, "presence")).toContain(today - 7);
});

test("a bit that comes while its day is folded is never lost, also in a minute that has bits already", async () => {
  const day = today - 6;
  await writeHot(planes.admitted, 0, day * 1_440 + 5, bitsOf(3));
  // A late writer takes its place between the comparison of the last hour and the drop of the day.
  const folding = await database.sql.begin(async (late) => {
    await late`update presence set bits = bits | ${bitsToLiteral(bitsOf(4))}::bit(65536) where minute = ${day * 1_440 + 5}`;
    const folding = foldDay(database.sql, day);
    await vi.waitUntil(async () => {
      const waiting = await database.sql`
        select from pg_locks where not granted and mode = 'AccessExclusiveLock'
          and database = (select oid from pg_database where datname = current_database())`;
      return waiting.length > 0;
    });
    return { folding };
  });
  expect(await folding.folding).toMatchObject({ isDropped: false });
  expect(await readAll(day)).toContainEqual([planes.admitted, 0, 5, 3, 4]);
  expect(await foldDay(database.sql, day)).toMatchObject({ isDropped: true });
  expect(await readAll(day)).toContainEqual([planes.admitted, 0, 5, 3, 4]);
});

test("a fold that was broken off is taken up again", async () => {
  const day = today - 7;
  await writeHot(planes.admitted, 1, day * 1_440 + 5, bitsOf(3));
  const broken = new AbortController();
  broken.abort();
  await expect(foldDay(database.sql, day, broken.signal)).rejects.toThrow();
  const before = await readAll(day);
  expect(await foldDay(database.sql, day)).toEqual({ minutes: 1, isDropped: true });
  expect(await readAll(day)).toEqual(before);
});

test("what is older than it is kept goes, and pulses that no roll call has read stay", async () => {
  const { sql } = database;
  await ensurePartitions(sql, today - 91, today - 90, ["transitions", "fleet_minutes"]);
  const minute = Math.floor(now.getTime() / 60_000);
  await sql`insert into pulses (slot, gateway, counts) values (${(minute - 300) * 12}, 1, '{}'), (${(minute - 150) * 12}, 1, '{}')`;
  await dropExpired(sql, now);
  expect(await sql`select slot from pulses`).toHaveLength(2);
  await sql`insert into roll_calls (minute, rolled_at, duration_ms, transitions) values (${minute - 100}, ${now}, 1, 0)`;
  await dropExpired(sql, now);
  expect(await sql`select slot from pulses`).toEqual([{ slot: (minute - 150) * 12 }]);
  expect(await listDays(sql, "transitions")).toContain(today - 90);
  expect(await listDays(sql, "transitions")).not.toContain(today - 91);
});

test("former values of devices are kept for 400 days", async () => {
  const { sql, owner } = database;
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  for (const days of [402, 399]) {
    await owner`
      insert into device_history (shard, ordinal, field, "from", "to", value)
      values (0, 0, 'agent', ${ago(days + 10)}, ${ago(days)}, '1.0.0')`;
  }
  await dropExpired(sql, now);
  expect(await sql`select "to" from device_history`).toEqual([{ to: ago(399) }]);
});
