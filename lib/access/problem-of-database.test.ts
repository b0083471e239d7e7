import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { problemOf } from "./problem";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test.each([
  ["NUL in a text", sql`select ${"a\0b"}::text`],
  ["NUL in JSON", sql`select ${JSON.stringify({ reason: "a\0b" })}::text::jsonb`],
  ["half a pair of UTF-16 in JSON", sql`select ${JSON.stringify({ reason: "a\ud800b" })}::text::jsonb`],
  ["the year 0", sql`select ${"0000-01-01T00:00:00Z"}::text::timestamptz`],
  ["a day that there is none", sql`select ${"2026-99-99T00:00:00Z"}::text::timestamptz`],
])("%s is wrong input, not our failure", async (_name, query) => {
  const error = await database.db.execute(query).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(problemOf(error)).toMatchObject({ status: 422, body: { code: "invalid_input" } });
});

test("what is wrong with Muster's own SQL stays our failure", async () => {
  const error = await database.db.execute(sql`select ${"x"}::text::uuid`).catch((thrown: unknown) => thrown);
  expect(problemOf(error).status).toBe(500);
});
