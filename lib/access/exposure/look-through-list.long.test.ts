import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { lookThroughList, mostIdentifiers, mostListBytes } from "./look-through-list";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function* one(text: string) {
  yield Buffer.from(text);
}
const lookThrough = (text: string) =>
  lookThroughList(testCtx(database.db, "admin", new Date()), { title: "long" }, { chunks: one(text) });

test("a million lines are taken, and one more is too many", { timeout: 180_000 }, async () => {
  const lines = (count: number) => Array.from({ length: count }, (_, n) => (n + 1e9).toString(36)).join("\n");
  const { counts } = await lookThrough(lines(mostIdentifiers - 1_000));
  // Counted by 48 bits.
  expect(counts.identifiers).toBeGreaterThan(mostIdentifiers - 1_010);
  expect(counts.bytes).toBeLessThan(mostListBytes);
  await expect(lookThrough(lines(mostIdentifiers + 1_000))).rejects.toMatchObject({ code: "too_many_identifiers" });
});
