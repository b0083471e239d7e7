import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { bitsToLiteral, ShardBits } from "../bit-set";
import { planes } from "../planes";
import { readDevicePresence } from "./read-device-presence";
import { readPresence } from "./read-presence";
import { writeFoldedHours } from "./write-folded-hours";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const hour = Math.floor(Date.now() / 3_600_000);
const start = hour * 60;

function bitsOf(...offsets: number[]): ShardBits {
  const bits = new ShardBits();
  for (const offset of offsets) bits.add(offset);
  return bits;
}

async function writeHot(plane: number, shard: number, minute: number, bits: ShardBits): Promise<void> {
  await database.sql`
    insert into presence (plane, shard, minute, bits) values (${plane}, ${shard}, ${minute}, ${bitsToLiteral(bits)}::bit(65536))`;
}

async function read(fromMinute: number, toMinute: number, shards?: number[]) {
  const found = [];
  const query = { planes: [planes.admitted, planes.unverified], fromMinute, toMinute, ...(shards && { shards }) };
  for await (const { plane, shard, minute, bits } of readPresence(database.sql, query)) {
    const offsets: number[] = [];
    bits.visit((offset) => offsets.push(offset));
    found.push([plane, shard, minute - start, offsets]);
  }
  return found;
}

test("hot and folded minutes come in one order, and both of one minute as their OR", async () => {
  await writeHot(planes.admitted, 1, start + 3, bitsOf(5));
  await writeHot(planes.unverified, 0, start + 3, bitsOf(9));
  await writeHot(planes.admitted, 0, start - 1, bitsOf(1));
  const frames = Array.from({ length: 60 }, () => undefined as ShardBits | undefined);
  frames[3] = bitsOf(5, 6);
  frames[59] = bitsOf(65_535);
  const first = await writeFoldedHours(database.sql, [{ plane: planes.admitted, shard: 1, hour, frames }]);
  expect(first.blocks).toBe(1);

  expect(await read(start - 5, start + 70)).toEqual([
    [planes.admitted, 0, -1, [1]],
    [planes.unverified, 0, 3, [9]],
    [planes.admitted, 1, 3, [5, 6]],
    [planes.admitted, 1, 59, [65_535]],
  ]);
  expect(await read(start, start + 58, [1])).toEqual([[planes.admitted, 1, 3, [5, 6]]]);
  expect(await read(start, start + 58, [])).toEqual([]);
});

test("writing an hour again ORs it with what stands there", async () => {
  const frames = Array.from({ length: 60 }, () => undefined as ShardBits | undefined);
  frames[0] = bitsOf(7);
  await writeFoldedHours(database.sql, [
    { plane: planes.admitted, shard: 1, hour, frames },
    { plane: planes.admitted, shard: 1, hour, frames: frames.toReversed() },
  ]);
  expect(await read(start, start + 59, [1])).toEqual([
    [planes.admitted, 1, 0, [7]],
    [planes.admitted, 1, 3, [5, 6]],
    [planes.admitted, 1, 59, [7, 65_535]],
  ]);
});

test("one device's minutes, hot and folded", async () => {
  const strips = await readDevicePresence(database.sql, {
    ordinal: 65_536 + 5,
    planes: [planes.admitted, planes.unverified],
    fromMinute: start,
    toMinute: start + 5,
  });
  expect([...(strips.get(planes.admitted) ?? [])]).toEqual([0, 0, 0, 1, 0, 0]);
  expect([...(strips.get(planes.unverified) ?? [])]).toEqual([0, 0, 0, 0, 0, 0]);
});
