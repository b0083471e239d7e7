import { createServer, type Server } from "node:http";
import { decodeProtectedHeader } from "jose";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "@/db/embedded";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { checkProvider } from "@/lib/access/sign-in/check-provider";
import { testCtx } from "@/lib/access/testing/test-ctx";
import { POST as backChannelLogout } from "../back-channel-logout/route";
import { fetchGlewlwyd } from "./testing/fetch-glewlwyd";
import { SignInBrowser } from "./testing/sign-in-browser";
import { type Glewlwyd, startGlewlwyd } from "./testing/start-glewlwyd";

// Another codebase (C, not JavaScript), configured otherwise than the local sign-in: ES256, the secret posted, teams under a name of
// their own in a list, no profile and email scopes, subjects that are no names.
const unpacked = fetchGlewlwyd();
const why = "reason" in unpacked ? ` (left out: ${unpacked.reason})` : "";

describe.skipIf("reason" in unpacked)(`a sign-in through Glewlwyd${why}`, () => {
  let database: TestDatabase;
  let provider: Glewlwyd;
  let listener: Server;
  /** What the provider sent to the back channel, and how Muster answered. */
  const sent: { body: string; status: number }[] = [];

  beforeAll(async () => {
    if ("reason" in unpacked) return;
    database = await createTestDatabase();
    vi.stubEnv("DATABASE_URL", database.url);
    vi.stubEnv("LOG_LEVEL", "silent");
    const logoutPort = await freePort();
    listener = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      response.statusCode = await sendToMuster(body);
      sent.push({ body, status: response.statusCode });
      response.end();
    });
    await new Promise<void>((resolve) => listener.listen(logoutPort, "localhost", resolve));
    const client = {
      client_id: "muster-second",
      name: "Muster",
      redirect_uri: ["https://muster.example/api/auth/callback/sso"],
      post_logout_redirect_uri: "https://muster.example/login",
      backchannel_logout_uri: `http://localhost:${logoutPort}/`,
      authorization_type: ["code"],
      token_endpoint_auth_method: ["client_secret_post"],
    };
    const teams = { grace: ["Everybody", "Night shift"], hedy: ["Everybody"], ida: ["Board"] };
    provider = await startGlewlwyd(unpacked, { client, teams });
    // The route reads the environment of the process.
    for (const [name, value] of Object.entries(variables())) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    await provider.stop();
    listener.close();
    await database.drop();
  });

  const variables = () => ({
    AUTH_ISSUER: provider.issuer,
    AUTH_CLIENT_ID: provider.clientId,
    AUTH_CLIENT_SECRET: provider.clientSecret,
    AUTH_SCOPES: "openid",
    AUTH_ROLE_CLAIM: "teams",
    AUTH_ROLE_MAP: "Night shift=responder,Board=viewer",
    AUTH_TOKEN_AUTH_METHOD: "client_secret_post",
  });

  test("by configuration alone: signed with ES256, the role by a team", async () => {
    const browser = new SignInBrowser(database.db, variables());
    const visitor = await provider.visitAs("grace");
    const end = await browser.comeBack(await visitor.authorize(await browser.begin("/fleet?state=silent")));
    expect(end.href).toBe("https://muster.example/fleet?state=silent");
    expect((await browser.session())?.user).toMatchObject({ name: "grace", role: "responder" });
    const [user] = await database.sql<{ issuer: string; subject: string }[]>`select issuer, subject from users`;
    expect(user?.issuer).toBe(provider.issuer);
    expect(user?.subject).not.toBe("grace");
  });

  test("a team that is mapped to nothing opens nothing", async () => {
    const browser = new SignInBrowser(database.db, variables());
    const visitor = await provider.visitAs("hedy");
    const end = await browser.comeBack(await visitor.authorize(await browser.begin()));
    expect(end.searchParams.get("error")).toBe("NoRole");
    expect(await browser.session()).toBeNull();
  });

  test("with the algorithm of another configuration, a wrong secret or another client nobody gets in", async () => {
    const visitor = await provider.visitAs("grace");
    const wrongAlgorithm = new SignInBrowser(database.db, { ...variables(), AUTH_ID_TOKEN_ALG: "RS256" });
    expect((await wrongAlgorithm.begin()).searchParams.get("error")).toBe("Configuration");
    const otherLength = new SignInBrowser(database.db, { ...variables(), AUTH_ID_TOKEN_ALG: "ES512" });
    const longer = await otherLength.comeBack(await visitor.authorize(await otherLength.begin()));
    expect(longer.searchParams.get("error")).toBe("OAuthCallback");
    const wrongSecret = new SignInBrowser(database.db, { ...variables(), AUTH_CLIENT_SECRET: "another" });
    const end = await wrongSecret.comeBack(await visitor.authorize(await wrongSecret.begin()));
    expect(end.searchParams.get("error")).toBe("OAuthCallback");
    for (const browser of [otherLength, wrongSecret]) expect(await browser.session()).toBeNull();
  });

  test("a code is good once", async () => {
    const browser = new SignInBrowser(database.db, variables());
    const visitor = await provider.visitAs("grace");
    const back = await visitor.authorize(await browser.begin());
    const cookies = new Map(browser.jar);
    await browser.comeBack(back);
    const replayed = new SignInBrowser(database.db, variables());
    for (const [name, value] of cookies) replayed.jar.set(name, value);
    expect((await replayed.comeBack(back)).searchParams.get("error")).toBe("OAuthCallback");
    expect(await replayed.session()).toBeNull();
  });

  async function sendToMuster(body: string): Promise<number> {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const address = "https://muster.example/api/auth/back-channel-logout";
    return (await backChannelLogout(new NextRequest(address, { method: "POST", headers, body }))).status;
  }

  test("its logout token, which it gives no type of its own and no session, ends all of that person and nobody else's, once", async () => {
    const visitor = await provider.visitAs("grace");
    const browser = () => new SignInBrowser(database.db, variables());
    const [meant, theirs, other] = [browser(), browser(), browser()];
    await meant.comeBack(await visitor.authorize(await meant.begin()));
    await theirs.comeBack(await (await provider.visitAs("grace")).authorize(await theirs.begin()));
    await other.comeBack(await (await provider.visitAs("ida")).authorize(await other.begin()));
    const id = (await meant.session())?.sessionId ?? "";
    const [row] = await database.sql<{ sid: string }[]>`select provider_sid as sid from sessions where id = ${id}`;
    expect(await visitor.endSession(row?.sid ?? "")).toBe(200);
    await expect.poll(() => sent.length).toBe(1);
    expect(sent[0]?.status).toBe(200);
    const body = sent[0]?.body ?? "";
    const token = new URLSearchParams(body).get("logout_token") ?? "";
    expect(decodeProtectedHeader(token).typ).toBe("JWT");
    expect(await meant.session()).toBeNull();
    expect(await theirs.session()).toBeNull();
    expect(await other.session()).not.toBeNull();
    // Replayed, forged and with another signature it is refused.
    expect(await sendToMuster(body)).toBe(400);
    const [header, payload] = token.split(".");
    expect(await sendToMuster(`logout_token=${header}.${payload}.${"A".repeat(86)}`)).toBe(400);
    expect(await other.session()).not.toBeNull();
  });

  test("the check of the configuration finds nothing that keeps people out", async () => {
    const { env } = new SignInBrowser(database.db, variables());
    const findings = await checkProvider(testCtx(database.db, "admin", new Date()), env);
    expect(findings.filter(({ level }) => level === "bad")).toEqual([]);
    expect(findings.map(({ title }) => title)).toContain("AUTH_ROLE_MAP makes nobody an admin");
  });
});
