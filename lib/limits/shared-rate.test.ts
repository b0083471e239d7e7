import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { removeOldRates, takeShared } from "./shared-rate";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const rate = { burst: 3, perMinute: 1 };

test("processes that share it take no more than one burst together, and each key has its own", async () => {
  const takes = await Promise.all(Array.from({ length: 10 }, () => takeShared(database.db, "refused 10.1.2.3", rate)));
  expect(takes.filter((wait) => wait === 0)).toHaveLength(3);
  for (const wait of takes.filter((each) => each > 0)) {
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(60);
  }
  expect(await takeShared(database.db, "refused 10.1.2.4", rate)).toBe(0);
});

test("whoever waited may again, and is forgotten with a whole burst", async () => {
  await database.sql`update shared_rates set full_at = full_at - interval '1 minute' where key = 'refused 10.1.2.3'`;
  expect(await takeShared(database.db, "refused 10.1.2.3", rate)).toBe(0);
  expect(await takeShared(database.db, "refused 10.1.2.3", rate)).toBeGreaterThan(0);
  await database.sql`update shared_rates set full_at = full_at - interval '2 minutes' where key = 'refused 10.1.2.4'`;
  await removeOldRates(database.sql);
  expect(await database.sql`select key from shared_rates`).toEqual([{ key: "refused 10.1.2.3" }]);
});
