import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { acquireLease, assertLease, isHeldByOther, LeaseLostError, releaseLease, withLease } from "./lease";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("one holds it, prolongs it under the same epoch, and the next one gets the next epoch", async () => {
  const { sql } = database;
  const first = await acquireLease(sql, "one", "a");
  expect(first).toEqual({ name: "one", holder: "a", epoch: 1 });
  expect(await acquireLease(sql, "one", "b")).toBeNull();
  expect(await isHeldByOther(sql, "one", "b")).toBe(true);
  expect(await acquireLease(sql, "one", "a")).toEqual(first);
  if (first) await releaseLease(sql, first);
  expect(await isHeldByOther(sql, "one", "b")).toBe(false);
  expect(await acquireLease(sql, "one", "b")).toEqual({ name: "one", holder: "b", epoch: 2 });
});

test("of many that come at once one gets it", async () => {
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, index) => acquireLease(database.sql, "many", `holder-${index}`)),
  );
  expect(all.filter(Boolean)).toHaveLength(1);
});

test("a holder that slept too long can neither write nor take what another holds", async () => {
  const { sql } = database;
  const old = await acquireLease(sql, "slept", "old");
  if (!old) throw new Error("nobody else holds it");
  await sql`update leases set expires_at = clock_timestamp() - interval '1 second' where name = 'slept'`;
  await sql.begin((transaction) => assertLease(transaction, old));
  expect(await acquireLease(sql, "slept", "next")).toMatchObject({ epoch: old.epoch + 1 });
  await expect(sql.begin((transaction) => assertLease(transaction, old))).rejects.toBeInstanceOf(LeaseLostError);
  expect(await acquireLease(sql, "slept", "old")).toBeNull();
  await releaseLease(sql, old);
  expect(await isHeldByOther(sql, "slept", "old")).toBe(true);
});

test("work runs under the lease and gives it back, also when it fails", async () => {
  const { sql } = database;
  const nested = await withLease(sql, "work", "a", async (lease) => {
    expect(lease.epoch).toBe(1);
    return withLease(sql, "work", "b", async () => "never");
  });
  expect(nested).toBeNull();
  await expect(
    withLease(sql, "work", "a", async () => {
      throw new Error("broken");
    }),
  ).rejects.toThrow("broken");
  expect(await withLease(sql, "work", "b", async () => "done")).toBe("done");
});
