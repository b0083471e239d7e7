import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { devices } from "@/db/schema/fleet";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { ordinalOf } from "../shard";
import { makeFleet } from "../testing/make-fleet";
import { untilSettled } from "../testing/until-settled";
import { findDevicesByText } from "./find-devices-by-text";

let database: TestDatabase;
let ids: Map<number, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  const made = ["GPU-00a1", "gpu-00b2", "other"].map((deviceId, i) => ({
    deviceId,
    provider: "p",
    name: `Rack ${i} ß%`,
  }));
  const ordinals = await makeFleet(database.db, [...made, { deviceId: "nameless", provider: "p" }], new Date(0));
  ids = new Map([...ordinals].map(([id, ordinal]) => [ordinal, id]));
});
afterAll(() => database.drop());

async function find(text: string): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (const [shard, bits] of await findDevicesByText(database.db, text)) {
    bits.visit((offset) => found.push(ids.get(ordinalOf(shard, offset))));
  }
  return found;
}

test("finds a part of an id or a name, whatever the case, and takes every character as itself", async () => {
  expect(await find("GPU-00")).toEqual(["GPU-00a1", "gpu-00b2"]);
  expect(await find("rack 2")).toEqual(["other"]);
  expect(await find("%")).toEqual(["GPU-00a1", "gpu-00b2", "other"]);
  expect(await find("ß")).toHaveLength(3);
  expect(await find("_")).toEqual([]);
  expect(await find("a1rack")).toEqual([]);
});

test("a new name is found and the old one is not; other changes leave the entry as it is", async () => {
  const rename = async (name: string) => {
    const version = sql`pg_current_xact_id()`;
    await database.db.update(devices).set({ name, version }).where(eq(devices.deviceId, "other"));
    await untilSettled(database.sql);
  };
  await rename("Shelf 9");
  expect([await find("rack 2"), await find("shelf")]).toEqual([[], ["other"]]);
  await rename("Shelf 9");
  expect(await find("shelf")).toEqual(["other"]);
});
