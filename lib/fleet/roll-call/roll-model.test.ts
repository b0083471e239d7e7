import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { minuteOf } from "../minute";
import { historyOf, rollBothWays } from "./roll-model";
import { TestRecords } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const now = new Date();
// An hour that is over and a few minutes more, so that provider hours are written and revised.
const start = minuteOf(now) - (minuteOf(now) % 60) - 120;
const minutes = 66;

test("rolled live with late bits, acts and gaps, the records come to the same as rolled at once", {
  timeout: 300_000,
}, async () => {
  const records = new TestRecords(database.sql, database.owner);
  await fc.assert(
    fc.asyncProperty(historyOf(minutes), async (history) => {
      const { live, afresh } = await rollBothWays(records, history, start, minutes, () => now);
      for (const key of Object.keys(afresh)) expect({ [key]: live[key] }).toEqual({ [key]: afresh[key] });
    }),
    { numRuns: 3, endOnFailure: true },
  );
});
