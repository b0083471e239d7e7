import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemCtx } from "@/lib/context";
import { listPulses } from "./list-pulses";
import { slotOf } from "./pulse";

const now = new Date("2024-04-25T08:42:00Z");
const newest = slotOf(now);
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const { sql } = database;
  const counts = (fleet: number[]) => JSON.stringify({ v: 1, groups: { fleet: { "": fleet } } });
  await sql`insert into pulses ${sql([
    { slot: newest, gateway: 1, counts: counts([90, 5, 3, 2]) },
    { slot: newest, gateway: 2, counts: counts([10, 0, 0, 0]) },
    { slot: newest - 1, gateway: 1, counts: counts([]) },
    { slot: newest - 500, gateway: 1, counts: counts([1, 0, 0, 0]) },
  ])}`;
});
afterAll(() => database.drop());

test("sums the gateways of a slot, oldest first, and a slot in which nothing came is zero", async () => {
  expect(await listPulses(systemCtx(database.db, "test", now), { slots: 60 })).toEqual([
    { slot: newest - 1, admitted: 0, turnedAway: 0 },
    { slot: newest, admitted: 100, turnedAway: 10 },
  ]);
});
