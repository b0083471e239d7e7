import { DrizzleQueryError } from "drizzle-orm/errors";
import { afterAll, beforeAll, expect, test } from "vitest";
import { providers } from "@/db/schema/fleet";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createLogger, serializeError } from "./log";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const failureOf = (query: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(query).then(
    () => null,
    (error) => error,
  );

test("a failed query is logged without its text and its values", async () => {
  const row = { slug: "acme", name: "Acme", contactEmail: "somebody@acme.test" };
  await database.db.insert(providers).values(row);
  const error = await failureOf(database.db.insert(providers).values(row));
  expect(error).toBeInstanceOf(DrizzleQueryError);
  const logged = JSON.stringify(serializeError(error));
  expect(logged).not.toMatch(/somebody@acme|insert into|Failed query/);
  expect(logged).toContain("23505");
});

test("the same of a query that was sent without drizzle, and of what was thrown because of it", async () => {
  const error = await failureOf(database.sql`select 'somebody@acme.test'::int`);
  const logged = JSON.stringify(serializeError(new Error("the page could not be read", { cause: error })));
  expect(logged).not.toMatch(/select|somebody@acme/);
  expect(logged).toContain("22P02");
  expect(logged).toContain("the page could not be read");
});

test("secrets and personal data are left out, also one level down", () => {
  const lines: string[] = [];
  const log = createLogger("web", "info", { write: (line: string) => lines.push(line) });
  const secret = "quixzephyr";
  const fields = { token: secret, cookie: secret, password: secret, authorization: secret, headers: { a: secret } };
  const person = { email: secret, phone: secret, contactName: secret, contact: { name: secret }, body: secret };
  log.info({ ...fields, ...person, clientSecret: secret }, "at the top");
  log.info({ request: fields, user: person }, "below");
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).not.toContain(secret);
  expect(lines[0]).toContain("[Redacted]");
});
