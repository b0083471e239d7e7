import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { parseEnv } from "@/lib/env";
import { ownAddress } from "./own-address";
import { localClientSecret, localSsoRefusal, signInProvider, signInSecret } from "./sign-in-provider";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
const now = new Date("2026-11-21T08:00:00Z");

test.each(["http://localhost:3000", "http://127.0.0.1:5000", "http://[::1]:3000", "http://a.localhost"])(
  "the local sign-in serves %s",
  (PUBLIC_URL) => expect(localSsoRefusal(parseEnv({ PUBLIC_URL }))).toBeNull(),
);

test.each([
  "https://muster.example",
  "http://192.168.1.4:3000",
  "http://localhost.evil.example",
  "http://127.0.0.1.nip.io",
  "http://0.0.0.0:3000",
])("and refuses %s, in a line that says what to set", (PUBLIC_URL) => {
  expect(localSsoRefusal(parseEnv({ PUBLIC_URL }))).toMatch(/set AUTH_ISSUER/);
});

test("it refuses where another provider is configured", () => {
  const other = { AUTH_ISSUER: "https://sso.example", AUTH_CLIENT_ID: "muster", AUTH_CLIENT_SECRET: "x" };
  expect(localSsoRefusal(parseEnv(other))).toMatch(/AUTH_ISSUER is set/);
});

test("off loopback and without a provider nobody signs in", async () => {
  const env = parseEnv({ PUBLIC_URL: "https://muster.example" });
  await expect(signInProvider(database.db, env, now)).rejects.toMatchObject({ code: "sign_in_not_configured" });
});

test("a configured provider is taken as it is, to the letter", async () => {
  const env = parseEnv({ AUTH_ISSUER: "https://sso.example/x/", AUTH_CLIENT_ID: "m", AUTH_CLIENT_SECRET: "s" });
  expect(await signInProvider(database.db, env, now)).toEqual({
    issuer: "https://sso.example/x/",
    clientId: "m",
    clientSecret: "s",
    isLocal: false,
    choice: {},
  });
});

test("processes that start at once agree on a secret, and it is marked as one", async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => localClientSecret(database.db, now)));
  expect(new Set(made).size).toBe(1);
  expect(await signInSecret(database.db, now)).not.toBe(made[0]);
  const rows = await database.sql<{ key: string }[]>`select key from settings where not is_secret`;
  expect(rows).toEqual([]);
});

test.each([
  ["127.0.0.1:3000", "http://localhost:3000", "http://localhost:3000"],
  ["[::1]:3000", "http://localhost:3000", "http://localhost:3000"],
  ["localhost:3000", "http://localhost:3000", null],
  ["evil.example:3000", "http://localhost:3000", null],
  ["127.0.0.1:4000", "http://localhost:3000", null],
  ["127.0.0.1:3000", "https://muster.example", null],
  [null, "http://localhost:3000", null],
  ["a b", "http://localhost:3000", null],
])("opened as %s, of %s: %s", (host, publicUrl, own) => {
  expect(ownAddress(host, publicUrl)).toBe(own);
});
