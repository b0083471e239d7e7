import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "@/db/embedded";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { providerKeys } from "@/lib/access/back-channel/provider-keys";
import { verifyLogoutToken } from "@/lib/access/back-channel/verify-logout-token";
import { discoverProvider } from "@/lib/access/sign-in/discover-provider";
import { createLogger } from "@/lib/log";
import { ssoKeys } from "./sso-keys";
import { type LocalSso, startLocalSso } from "./start-local-sso";

let publicUrl: string;
let redirectUri: string;
let web: Server;
const logoutTokens: string[] = [];
let database: TestDatabase;
let sso: LocalSso;
let issuer: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const webPort = await freePort();
  publicUrl = `http://localhost:${webPort}`;
  redirectUri = `${publicUrl}/api/auth/callback/sso`;
  web = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    logoutTokens.push(`${request.url} ${new URLSearchParams(body).get("logout_token")}`);
    response.end();
  });
  await new Promise<void>((resolve) => web.listen(webPort, "localhost", resolve));
  issuer = `http://127.0.0.1:${await freePort()}`;
  const keys = await ssoKeys(database.db, new Date());
  const client = { clientId: "muster", clientSecret: "a-secret-of-the-test" };
  sso = await startLocalSso({
    issuer,
    publicUrl,
    ...client,
    roleClaim: "roles",
    keys,
    log: createLogger("sso", "silent"),
  });
});
afterAll(async () => {
  await sso.stop();
  web.close();
  await database.drop();
});

/** A browser's jar, for one flow. */
function browser() {
  const jar = new Map<string, string>();
  return async (url: string, body?: URLSearchParams): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { method: body ? "POST" : "GET", body, headers: { cookie }, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name) jar.set(name, value ?? "");
    }
    return answer;
  };
}

const target = (answer: Response) => new URL(answer.headers.get("location") ?? "", issuer).href;

function authorization(changes: Record<string, string | null> = {}) {
  const verifier = randomBytes(32).toString("base64url");
  const parameters: Record<string, string | null> = {
    client_id: "muster",
    response_type: "code",
    scope: "openid profile email",
    redirect_uri: redirectUri,
    state: "a-state",
    nonce: "a-nonce",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...changes,
  };
  const url = new URL("/auth", issuer);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return { url: url.href, verifier };
}

async function signIn(persona: string) {
  const visit = browser();
  const { url, verifier } = authorization();
  const interaction = target(await visit(url));
  const page = await (await visit(interaction)).text();
  const resumed = target(await visit(interaction, new URLSearchParams({ persona })));
  const back = new URL(target(await visit(resumed)));
  return { visit, page, back, verifier };
}

const exchange = (code: string, verifier: string) =>
  fetch(`${issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("muster:a-secret-of-the-test")}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });

const claimsOf = (idToken: string) => JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString());

test("one click on a persona leads back with a code, whose id token names the role", async () => {
  const { page, back, verifier } = await signIn("responder");
  expect(page.match(/name="persona"/g)).toHaveLength(5);
  expect(page).not.toContain("<script");
  expect(back.href.startsWith(redirectUri)).toBe(true);
  expect(back.searchParams.get("state")).toBe("a-state");
  const answer = await exchange(back.searchParams.get("code") ?? "", verifier);
  const { id_token } = (await answer.json()) as { id_token: string };
  expect(claimsOf(id_token)).toMatchObject({
    iss: issuer,
    aud: "muster",
    sub: "responder",
    nonce: "a-nonce",
    roles: ["responder"],
    name: "Rosa Responder",
  });
});

test("a code is good once, and only with the verifier it was asked for", async () => {
  const first = await signIn("viewer");
  const code = first.back.searchParams.get("code") ?? "";
  expect((await exchange(code, randomBytes(32).toString("base64url"))).status).toBe(400);
  const second = await signIn("viewer");
  const other = second.back.searchParams.get("code") ?? "";
  expect((await exchange(other, second.verifier)).status).toBe(200);
  expect((await exchange(other, second.verifier)).status).toBe(400);
});

test("each sign-in asks who it is, also in a browser that was signed in", async () => {
  const { visit } = await signIn("admin");
  expect(target(await visit(authorization().url))).toContain("/interaction/");
});

test.each([
  ["no PKCE", { code_challenge: null, code_challenge_method: null }, "invalid_request"],
  ["a token in the address", { response_type: "id_token" }, "unsupported_response_type"],
])("%s is refused, and said to the client", async (_, changes, error) => {
  const back = new URL(target(await browser()(authorization(changes).url)));
  expect(new URLSearchParams(back.search || back.hash.slice(1)).get("error")).toBe(error);
});

test.each([
  ["another place to come back to", { redirect_uri: "https://evil.example/callback" }],
  ["another client", { client_id: "other" }],
])("%s is refused on the spot", async (_, changes) => {
  const answer = await browser()(authorization(changes).url);
  expect(answer.status).toBe(400);
  expect(answer.headers.get("location")).toBeNull();
});

test("nobody chooses a persona that is none, in another browser, or of another site", async () => {
  const visit = browser();
  const interaction = target(await visit(authorization().url));
  expect((await visit(interaction, new URLSearchParams({ persona: "root" }))).status).toBe(400);
  expect((await browser()(interaction, new URLSearchParams({ persona: "admin" }))).status).toBe(400);
});

test("signing out leads back to the sign-in page of Muster, and nowhere else", async () => {
  const { visit, back, verifier } = await signIn("viewer");
  const exchanged = await exchange(back.searchParams.get("code") ?? "", verifier);
  const { sid, auth_time } = claimsOf(((await exchanged.json()) as { id_token: string }).id_token);
  expect(Math.abs(auth_time - Date.now() / 1_000)).toBeLessThan(60);
  const end = (uri: string) =>
    `${issuer}/session/end?${new URLSearchParams({ client_id: "muster", post_logout_redirect_uri: uri })}`;
  expect((await visit(end("https://evil.example/"))).status).toBe(400);
  const page = await (await visit(end(`${publicUrl}/login`))).text();
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const out = await visit(`${issuer}/session/end/confirm`, new URLSearchParams({ xsrf, logout: "yes" }));
  expect(target(out)).toBe(`${publicUrl}/login`);
  // Before it leads back it has told Muster, in a token that Muster would heed.
  const [path, token = ""] = logoutTokens.at(-1)?.split(" ") ?? [];
  expect(path).toBe("/api/auth/back-channel-logout");
  const metadata = await discoverProvider(issuer, {}, new Date());
  const keys = providerKeys(metadata.jwksUri, metadata.issuer);
  const order = await verifyLogoutToken(token, { metadata, clientId: "muster", keys, now: new Date() });
  expect(order).toMatchObject({ issuer, subject: "viewer", sid: sid });
});

test("it answers to its own name alone", async () => {
  const { port } = new URL(issuer);
  const answer = await fetch(`http://localhost:${port}/.well-known/openid-configuration`).catch(() => null);
  expect(answer === null || answer.status === 421).toBe(true);
});

test("its key is the same after a restart", async () => {
  const [one, two] = [await ssoKeys(database.db, new Date()), await ssoKeys(database.db, new Date())];
  expect(two.signing.kid).toBe(one.signing.kid);
});
