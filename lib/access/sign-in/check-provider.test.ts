import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freePort } from "@/db/embedded";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { ssoKeys } from "@/lib/access/local-sso/sso-keys";
import { startLocalSso } from "@/lib/access/local-sso/start-local-sso";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { parseEnv } from "@/lib/env";
import { createLogger } from "@/lib/log";
import { checkProvider } from "./check-provider";
import { localClientSecret } from "./sign-in-provider";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
const admin = () => testCtx(database.db, "admin", new Date());
const check = async (source: Record<string, string>) =>
  (await checkProvider(admin(), parseEnv(source))).map(({ level, title }) => `${level}: ${title}`);

test("the local sign-in, a real provider, passes; another redirect address or client is noticed", async () => {
  const port = await freePort();
  const source = { LOCAL_SSO_PORT: String(port), PUBLIC_URL: "http://localhost:3000" };
  const sso = await startLocalSso({
    issuer: `http://127.0.0.1:${port}`,
    publicUrl: source.PUBLIC_URL,
    clientId: "muster",
    clientSecret: await localClientSecret(database.db, new Date()),
    roleClaim: "roles",
    keys: await ssoKeys(database.db, new Date()),
    log: createLogger("sso", "silent"),
  });
  try {
    const found = await check(source);
    expect(found.filter((line) => !line.startsWith("good"))).toEqual([
      "weak: Muster takes every sign-in of the provider, however strong",
      "weak: People reach Muster at http://localhost:3000, over plain http",
    ]);
    expect(found).toContain("good: The provider knows this client and leads back to the redirect address");
    expect(found).toContain("good: Id tokens are taken signed with RS256 alone");
    expect(await check({ ...source, PUBLIC_URL: "http://localhost:3001" })).toContain(
      "bad: The authorization endpoint refuses (400)",
    );
    const configured = {
      ...source,
      AUTH_ISSUER: `http://127.0.0.1:${port}`,
      AUTH_CLIENT_ID: "other",
      AUTH_CLIENT_SECRET: "s",
      AUTH_SCOPES: "openid groups",
      AUTH_ROLE_MAP: "Board=viewer",
    };
    const other = await check(configured);
    expect(other).toContain("bad: The authorization endpoint refuses (400)");
    expect(other).toContain("weak: The provider does not name the scope groups");
    expect(other).toContain("weak: AUTH_ROLE_MAP makes nobody an admin");
    expect(await check({ ...configured, AUTH_ID_TOKEN_ALG: "ES256" })).toContainEqual(
      expect.stringMatching(/^bad: .*AUTH_ID_TOKEN_ALG is ES256, but it signs with/),
    );
  } finally {
    await sso.stop();
  }
});

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});
async function serve(listener: RequestListener): Promise<Record<string, string>> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { AUTH_ISSUER: issuer, AUTH_CLIENT_ID: "m", AUTH_CLIENT_SECRET: "s", PUBLIC_URL: "https://muster.example" };
}

/** A provider of few words, with a clock that runs wrong. */
const bare =
  (changes: Record<string, unknown>, headers: Record<string, string> = {}): RequestListener =>
  (request, response) => {
    const issuer = `http://${request.headers.host}`;
    const endpoints = { authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t`, jwks_uri: `${issuer}/k` };
    const body = request.url === "/k" ? { keys: [{ kty: "EC" }] } : { issuer, ...endpoints, ...changes };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.url?.startsWith("/a")) response.writeHead(302, { location: "http://192.0.2.1/login" });
    response.end(JSON.stringify(body));
  };

test("what a provider lacks is said, each in its own line", async () => {
  const found = await check(await serve(bare({ code_challenge_methods_supported: ["plain"] })));
  expect(found).toEqual(
    expect.arrayContaining([
      "bad: The provider does not take PKCE with S256",
      "weak: Signing out of Muster leaves the provider's session",
      "weak: The provider does not say that it ends sessions of Muster",
      "bad: The provider publishes no key for RS256",
      "good: The authorization endpoint answers",
    ]),
  );
});

test("how strong a sign-in must be is said, and that the provider names no such class", async () => {
  const source = await serve(bare({ acr_values_supported: ["0", "1"] }));
  const found = await check({ ...source, AUTH_ACR_VALUES: "2 3", AUTH_AMR_VALUES: "mfa" });
  expect(found).toContain("good: A sign-in must have been acr 2 or 3 and amr mfa");
  expect(found).toContain("weak: The provider names no class of AUTH_ACR_VALUES");
  const fits = await check({ ...source, AUTH_ACR_VALUES: "1" });
  expect(fits).not.toContain("weak: The provider names no class of AUTH_ACR_VALUES");
});

test("a clock that runs wrong", async () => {
  const date = new Date(Date.now() + 60_000).toUTCString();
  const found = await check(await serve(bare({}, { date })));
  expect(found).toContainEqual(expect.stringMatching(/^bad: The provider's clock is \d\d s ahead/));
  const slow = new Date(Date.now() - 60_000).toUTCString();
  server?.close();
  expect(await check(await serve(bare({}, { date: slow })))).toContainEqual(
    expect.stringMatching(/^bad: The provider's clock is \d\d s behind/),
  );
});

test.each<[string, RequestListener, RegExp]>([
  ["another issuer", bare({ issuer: "https://evil.example" }), /it calls itself https:\/\/evil/],
  ["a missing endpoint", bare({ token_endpoint: undefined }), /lacks a usable token_endpoint/],
  ["a redirect", (_, response) => response.writeHead(301, { location: "http://192.0.2.1/" }).end(), /leads on to/],
  ["silence", (request) => request.socket.destroy(), /cannot be reached/],
])("%s", async (_, listener, message) => {
  expect((await check(await serve(listener)))[0]).toMatch(message);
});

test("without any provider it says what to set", async () => {
  expect((await check({ PUBLIC_URL: "https://muster.example" }))[0]).toMatch(/^bad: .*set AUTH_ISSUER/);
});

test.each(["viewer", "relations", "responder"] as const)("a %s may not ask", async (role) => {
  const ctx = testCtx(database.db, role, new Date());
  await expect(checkProvider(ctx, parseEnv({}))).rejects.toMatchObject({ code: "forbidden" });
});
