import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { settings } from "./schema/fleet";
import { createTestDatabase, type TestDatabase } from "./testing";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("a test database is migrated and empty", async () => {
  const [row] = await database.sql<{ devices: number }[]>`select count(*)::int as devices from devices`;
  expect(row?.devices).toBe(0);
});

test("presence takes a minute of today", async () => {
  const minute = Math.floor(Date.now() / 60_000);
  const bits = `x${"00".repeat(8191)}01`;
  await database.sql`insert into presence (plane, shard, minute, bits) values (0, 0, ${minute}, ${bits}::bit(65536))`;
  const [row] = await database.sql<{ count: string }[]>`select bit_count(bits) as count from presence`;
  expect(Number(row?.count)).toBe(1);
});

test("a date is a Date, through drizzle and on the bare connection", async () => {
  const at = new Date("2026-04-25T08:05:00Z");
  await database.sql`insert into settings (key, value, updated_at) values ('dates', '{"a":1}', ${at})`;
  const [bare] = await database.sql<{ at: Date }[]>`select updated_at as at from settings where updated_at = ${at}`;
  const [row] = await database.db.select().from(settings).where(eq(settings.updatedAt, at));
  expect(bare?.at).toEqual(at);
  expect(row).toMatchObject({ updatedAt: at, value: { a: 1 } });
});
