import { randomUUID } from "node:crypto";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { NextRequest } from "next/server";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { beginSignIn } from "./begin-sign-in";
import { authCaller } from "./handle-auth";
import { ForgingProvider } from "./testing/forging-provider";
import { SignInBrowser } from "./testing/sign-in-browser";

let database: TestDatabase;
let provider: ForgingProvider;
beforeAll(async () => {
  database = await createTestDatabase();
  // What notes refusals takes the process's own database.
  vi.stubEnv("DATABASE_URL", database.url);
  vi.stubEnv("LOG_LEVEL", "silent");
  provider = await ForgingProvider.start();
});
afterEach(() => {
  vi.useRealTimers();
  provider.reset();
});
afterAll(async () => {
  provider.stop();
  await database.drop();
});

const browser = (variables: Record<string, string> = {}) =>
  new SignInBrowser(database.db, {
    AUTH_ISSUER: provider.issuer,
    AUTH_CLIENT_ID: provider.clientId,
    AUTH_CLIENT_SECRET: provider.clientSecret,
    ...variables,
  });
const signIn = async (visitor: SignInBrowser, target = "/fleet") =>
  visitor.comeBack(provider.authorize(await visitor.begin(target)));
/** Ends at the sign-in page with an error, and nobody is signed in. */
async function expectRefused(visitor: SignInBrowser, end: URL, error = "OAuthCallback"): Promise<void> {
  // next-auth leads there by way of its own address.
  expect(end.searchParams.get("error"), end.href).toBe(error);
  expect(end.origin).toBe("https://muster.example");
  expect(await visitor.session()).toBeNull();
}

test("an honest sign-in lands where it began, in a session of its own", async () => {
  const visitor = browser();
  const address = await visitor.begin("/fleet?state=silent");
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    response_type: "code",
    client_id: "muster",
    scope: "openid profile email",
    redirect_uri: "https://muster.example/api/auth/callback/sso",
    code_challenge_method: "S256",
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
  const end = await visitor.comeBack(provider.authorize(address));
  expect(end.href).toBe("https://muster.example/fleet?state=silent");
  expect((await visitor.session())?.user).toMatchObject({ name: "Ada", role: "viewer" });
  expect(provider.lastAuthMethod).toBe("client_secret_basic");
});

test("over https every cookie is bound to the host, and out of reach of scripts and other sites", async () => {
  const visitor = browser();
  const address = await visitor.begin();
  const begun = visitor.setCookies;
  await visitor.comeBack(provider.authorize(address));
  expect(begun.length).toBeGreaterThanOrEqual(4);
  for (const line of [...begun, ...visitor.setCookies]) {
    expect(line).toMatch(/^__Host-muster-/);
    expect(line).toMatch(/; Path=\/(;|$)/);
    expect(line).toMatch(/; HttpOnly/);
    expect(line).toMatch(/; Secure/);
    expect(line).toMatch(/; SameSite=Lax/);
    expect(line).not.toMatch(/Domain/i);
  }
});

const seconds = () => Math.floor(Date.now() / 1_000);
test.each<[string, (honest: Record<string, unknown>) => Record<string, unknown>]>([
  ["for another client", (honest) => ({ ...honest, aud: "other" })],
  ["for several, without us", (honest) => ({ ...honest, aud: ["other", "third"] })],
  ["for several, made for none of them", (honest) => ({ ...honest, aud: ["muster", "other"] })],
  ["made for another client", (honest) => ({ ...honest, aud: ["muster", "other"], azp: "other" })],
  ["of another issuer", (honest) => ({ ...honest, iss: "https://evil.example" })],
  ["of no issuer", ({ iss: _, ...honest }) => honest],
  ["of an issuer with a slash more", (honest) => ({ ...honest, iss: `${honest.iss}/` })],
  ["expired", (honest) => ({ ...honest, exp: seconds() - 60 })],
  ["that never expires", ({ exp: _, ...honest }) => honest],
  ["of tomorrow", (honest) => ({ ...honest, nbf: seconds() + 86_400 })],
  ["without its time", ({ iat: _, ...honest }) => honest],
  ["of another sign-in", (honest) => ({ ...honest, nonce: "another" })],
  ["without nonce", ({ nonce: _, ...honest }) => honest],
  ["about nobody", ({ sub: _, ...honest }) => honest],
  ["of another access token", (honest) => ({ ...honest, at_hash: "AAAAAAAAAAAAAAAAAAAAAA" })],
])("an id token %s signs nobody in", async (_, claims) => {
  provider.claims = claims;
  const visitor = browser();
  await expectRefused(visitor, await signIn(visitor));
});

test("a signature that is not the provider's, or not by the one algorithm, signs nobody in", async () => {
  const stranger = await generateKeyPair("RS256");
  const [jwk, spki] = [await exportJWK(provider.rsa.publicKey), await exportSPKI(provider.rsa.publicKey)];
  const text = (value: string) => new TextEncoder().encode(value);
  const hmac = (claims: Record<string, unknown>, key: Uint8Array) =>
    new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "rsa" }).sign(key);
  const forgeries: ((claims: Record<string, unknown>) => string | Promise<string>)[] = [
    (claims) => new UnsecuredJWT(claims).encode(),
    (claims) => hmac(claims, text(spki)),
    (claims) => hmac(claims, text(JSON.stringify(jwk))),
    (claims) => hmac(claims, text(jwk.n ?? "")),
    (claims) => hmac(claims, text(provider.clientSecret)),
    (claims) => new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "rsa" }).sign(stranger.privateKey),
    (claims) => new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "new" }).sign(stranger.privateKey),
    // The provider's own key, of an algorithm that was not settled on.
    (claims) => new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "ec" }).sign(provider.ec.privateKey),
    async (claims) => (await provider.signHonestly(claims)).replace(/\.[^.]+$/, "."),
    async (claims) => (await provider.signHonestly(claims)).slice(0, -8),
    async (claims) => {
      const [header, , signature] = (await provider.signHonestly(claims)).split(".");
      const changed = Buffer.from(JSON.stringify({ ...claims, roles: ["admin"] })).toString("base64url");
      return `${header}.${changed}.${signature}`;
    },
    () => "",
    () => "a.b.c",
  ];
  for (const [index, sign] of forgeries.entries()) {
    provider.sign = sign;
    const visitor = browser();
    const end = await signIn(visitor);
    expect(end.searchParams.get("error"), `forgery ${index}`).toBe("OAuthCallback");
    expect(await visitor.session()).toBeNull();
  }
});

test("the algorithm that is configured is the one, also when the provider would use another", async () => {
  const visitor = browser({ AUTH_ID_TOKEN_ALG: "ES256", AUTH_TOKEN_AUTH_METHOD: "client_secret_post" });
  await expectRefused(visitor, await signIn(visitor));
  provider.sign = (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "ec" }).sign(provider.ec.privateKey);
  expect((await signIn(visitor)).pathname).toBe("/fleet");
  expect(provider.lastAuthMethod).toBe("client_secret_post");
});

test("a forged, missing or foreign state, and a code of another, sign nobody in", async () => {
  const changes: ((back: URL) => void)[] = [
    (back) => back.searchParams.set("state", "forged"),
    (back) => back.searchParams.set("state", ""),
    (back) => back.searchParams.delete("state"),
    (back) => back.searchParams.set("state", (back.searchParams.get("state") ?? "").slice(0, -1)),
    (back) => back.searchParams.set("code", "forged"),
    (back) => back.searchParams.set("code", (back.searchParams.get("code") ?? "").slice(0, -1)),
    (back) => back.searchParams.delete("code"),
  ];
  for (const change of changes) {
    const visitor = browser();
    const back = provider.authorize(await visitor.begin());
    change(back);
    await expectRefused(visitor, await visitor.comeBack(back));
  }
  // The code of an attacker's own sign-in, in the browser of a victim who is signing in too.
  const [attacker, victim] = [browser(), browser()];
  const stolen = provider.authorize(await attacker.begin());
  const back = provider.authorize(await victim.begin());
  back.searchParams.set("code", stolen.searchParams.get("code") ?? "");
  await expectRefused(victim, await victim.comeBack(back));
});

test("a callback opens a session once, and in the browser alone that began", async () => {
  const visitor = browser();
  const back = provider.authorize(await visitor.begin());
  const cookies = new Map(visitor.jar);
  const thief = browser();
  await expectRefused(thief, await thief.comeBack(back));
  expect((await visitor.comeBack(back)).searchParams.get("error")).toBeNull();
  const replayed = browser();
  for (const [name, value] of cookies) replayed.jar.set(name, value);
  await expectRefused(replayed, await replayed.comeBack(back));
});

test("cookies of a sign-in that are cut, changed or swapped sign nobody in", async () => {
  const names = ["__Host-muster-state", "__Host-muster-nonce", "__Host-muster-pkce"];
  const spoil: ((value: string, jar: Map<string, string>) => string)[] = [
    (value) => value.slice(0, -5),
    (value) => value.slice(0, value.length / 2),
    (value) => `${value}x`,
    () => "forged",
    (value) => value.replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString("base64url")),
    (_, jar) => jar.get("__Host-muster-callback-url") ?? "",
  ];
  for (const name of names) {
    const other = names.find((one) => one !== name) ?? "";
    for (const change of [...spoil, (_: string, jar: Map<string, string>) => jar.get(other) ?? ""]) {
      const visitor = browser();
      const back = provider.authorize(await visitor.begin());
      visitor.jar.set(name, change(visitor.jar.get(name) ?? "", visitor.jar));
      await expectRefused(visitor, await visitor.comeBack(back));
    }
    const visitor = browser();
    const back = provider.authorize(await visitor.begin());
    visitor.jar.delete(name);
    await expectRefused(visitor, await visitor.comeBack(back));
  }
});

test("a sign-in that took longer than 15 minutes is over", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  for (const [minutes, isOver] of [
    [14, false],
    [16, true],
  ] as const) {
    const visitor = browser();
    const address = await visitor.begin();
    vi.setSystemTime(Date.now() + minutes * 60_000);
    const end = await visitor.comeBack(provider.authorize(address));
    expect(end.searchParams.get("error")).toBe(isOver ? "OAuthCallback" : null);
  }
});

test("of two tabs the one that began last signs in; the other does not, and harms nothing", async () => {
  const visitor = browser();
  const first = provider.authorize(await visitor.begin("/fleet"));
  const second = provider.authorize(await visitor.begin("/audit"));
  expect((await visitor.comeBack(second)).pathname).toBe("/audit");
  expect((await visitor.comeBack(first)).searchParams.get("error")).toBe("OAuthCallback");
  expect(await visitor.session()).not.toBeNull();
});

test("an answer that says it comes from another provider is refused; so is one that does not say, where it always does", async () => {
  const visitor = browser();
  const mixed = provider.authorize(await visitor.begin());
  mixed.searchParams.set("iss", "https://evil.example");
  await expectRefused(visitor, await visitor.comeBack(mixed));
  provider.discovery = (honest) => ({ ...honest, authorization_response_iss_parameter_supported: true });
  // Another way of writing the configuration, so that discovery is asked again.
  const strict = browser({ AUTH_ID_TOKEN_ALG: "RS256", AUTH_TOKEN_AUTH_METHOD: "client_secret_basic" });
  await expectRefused(strict, await strict.comeBack(provider.authorize(await strict.begin())));
  const honest = provider.authorize(await strict.begin());
  honest.searchParams.set("iss", provider.issuer);
  expect((await strict.comeBack(honest)).searchParams.get("error")).toBeNull();
});

test("what the provider refuses is refused here", async () => {
  const visitor = browser();
  const back = provider.authorize(await visitor.begin());
  back.searchParams.delete("code");
  back.searchParams.set("error", "access_denied");
  back.searchParams.set("error_description", "<script>alert(1)</script>");
  const end = await visitor.comeBack(back);
  expect(end.href).not.toContain("script");
  expect(await visitor.session()).toBeNull();
});

test.each<[string, Record<string, unknown>, Record<string, string>, string]>([
  ["a text", { roles: "responder" }, {}, "responder"],
  ["a list", { roles: ["x", "relations"] }, {}, "relations"],
  ["nested", { realm_access: { roles: ["admin"] } }, { AUTH_ROLE_CLAIM: "realm_access.roles" }, "admin"],
  ["an address", { "https://a.example/roles": ["viewer"] }, { AUTH_ROLE_CLAIM: "https://a.example/roles" }, "viewer"],
  ["groups", { groups: ["SOC"] }, { AUTH_ROLE_CLAIM: "groups", AUTH_ROLE_MAP: "SOC=responder" }, "responder"],
])("a role claim that is %s", async (_, claims, variables, role) => {
  provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub: randomUUID(), ...claims });
  const visitor = browser(variables);
  expect((await signIn(visitor)).pathname).toBe("/fleet");
  expect((await visitor.session())?.user.role).toBe(role);
});

test.each<[string, Record<string, unknown>, Record<string, string>]>([
  ["absent", {}, {}],
  ["empty", { roles: [] }, {}],
  ["of no role", { roles: ["root"] }, {}],
  ["an object", { roles: { admin: true } }, {}],
  ["many in one text", { roles: "viewer,admin" }, {}],
  ["a role's name where groups are mapped", { roles: ["admin"] }, { AUTH_ROLE_MAP: "SOC=responder" }],
  ["an e-mail that nobody verified", { email: "a@b.c" }, { AUTH_ROLE_CLAIM: "email", AUTH_ROLE_MAP: "a@b.c=admin" }],
])("a role claim that is %s opens nothing and makes nobody", async (_, claims, variables) => {
  const sub = randomUUID();
  provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub, ...claims });
  provider.userinfo = { sub };
  const visitor = browser(variables);
  await expectRefused(visitor, await signIn(visitor), "NoRole");
  expect(await database.sql`select 1 from users where subject = ${sub}`).toHaveLength(0);
  const noted = await database.sql`select 1 from audit_log where target_id = 'sign-in without a role'`;
  expect(noted.length).toBeGreaterThan(0);
});

test("whoever is in more groups than the provider lists gets none of their roles, and is told why", async () => {
  const sub = randomUUID();
  const visitor = browser({ AUTH_ROLE_CLAIM: "groups", AUTH_ROLE_MAP: "0760b6cf-170e-4a14-91b3-4b78e0739963=admin" });
  const as = (claims: Record<string, unknown>) => {
    provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub, ...claims });
    provider.userinfo = { sub };
  };
  as({ groups: ["0760b6cf-170e-4a14-91b3-4b78e0739963", "3b2b0c93-acd8-4208-8eba-7a48db1cd4c0"] });
  await signIn(visitor);
  expect((await visitor.session())?.user.role).toBe("admin");
  // As Microsoft Entra ID writes it from the 201st group on.
  const endpoint = `${provider.issuer}/getMemberObjects`;
  as({ _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint } } });
  await expectRefused(visitor, await signIn(visitor), "TooManyGroups");
  as({ hasgroups: true });
  await expectRefused(visitor, await signIn(visitor), "TooManyGroups");
});

test("whoever has lost every group is out in each of their browsers, and whoever comes back finds the role again", async () => {
  const sub = randomUUID();
  const withRoles = (roles: string[]) => {
    provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub, roles });
  };
  withRoles(["admin"]);
  const [left, again] = [browser(), browser()];
  await signIn(left);
  expect((await left.session())?.user.role).toBe("admin");
  withRoles([]);
  await expectRefused(again, await signIn(again), "NoRole");
  expect(await left.session()).toBeNull();
  const [row] = await database.sql`select id, role, group_role from users where subject = ${sub}`;
  expect(row).toMatchObject({ role: "none", group_role: null });
  const actions = await database.sql`select action from audit_log where target_id = ${row?.id} order by id`;
  expect(actions.map(({ action }) => action)).toEqual(["user.create", "user.lose-role"]);
  await expectRefused(again, await signIn(again), "NoRole");
  withRoles(["viewer"]);
  await signIn(again);
  expect((await again.session())?.user.role).toBe("viewer");
  expect(await left.session()).toBeNull();
});

test("groups that the userinfo endpoint alone names count; those of somebody else do not", async () => {
  const sub = randomUUID();
  provider.claims = ({ roles: _roles, ...honest }) => ({ ...honest, sub });
  provider.userinfo = { sub, roles: ["responder"], iss: "https://evil.example" };
  const visitor = browser();
  expect((await signIn(visitor)).pathname).toBe("/fleet");
  expect((await visitor.session())?.user.role).toBe("responder");
  provider.userinfo = { sub: "somebody else", roles: ["admin"] };
  const other = browser();
  await expectRefused(other, await signIn(other));
});

test("an e-mail that changes, or that another has, changes nothing about who it is; groups are read each time", async () => {
  const [one, two] = [randomUUID(), randomUUID()];
  const as = async (claims: Record<string, unknown>) => {
    provider.claims = (honest) => ({ ...honest, ...claims });
    const visitor = browser();
    await signIn(visitor);
    return (await visitor.session())?.user;
  };
  const first = await as({ sub: one, email: "ada@x.invalid", roles: ["admin"] });
  const renamed = await as({ sub: one, email: "new@x.invalid", roles: ["viewer"] });
  const another = await as({ sub: two, email: "ada@x.invalid", roles: ["viewer"] });
  expect(renamed).toMatchObject({ id: first?.id, role: "viewer" });
  expect(another?.id).not.toBe(first?.id);
});

test("the cookie from before the sign-in opens nothing after it, whoever set it", async () => {
  const visitor = browser();
  await signIn(visitor);
  const before = visitor.jar.get("__Host-muster-session") ?? "";
  await signIn(visitor);
  const after = visitor.jar.get("__Host-muster-session");
  expect(after).not.toBe(before);
  visitor.jar.set("__Host-muster-session", before);
  expect(await visitor.session()).toBeNull();
  const fixed = browser();
  fixed.jar.set("__Host-muster-session", "A".repeat(43));
  await signIn(fixed);
  expect(fixed.jar.get("__Host-muster-session")).not.toBe("A".repeat(43));
});

test("somebody who was disabled stays out", async () => {
  const sub = randomUUID();
  provider.claims = (honest) => ({ ...honest, sub });
  const visitor = browser();
  await signIn(visitor);
  await database.sql`update users set disabled_at = now() where subject = ${sub}`;
  expect(await visitor.session()).toBeNull();
  await expectRefused(visitor, await signIn(visitor), "Disabled");
});

test("after the sign-in nobody is led elsewhere: not by the button, the callback's address or a cookie", async () => {
  for (const target of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    const visitor = browser();
    expect((await signIn(visitor, target)).href).toBe("https://muster.example/");
    const back = provider.authorize(await visitor.begin("/fleet"));
    back.searchParams.set("callbackUrl", target);
    expect((await visitor.comeBack(back)).origin).toBe("https://muster.example");
    const again = provider.authorize(await visitor.begin("/fleet"));
    visitor.jar.set("__Host-muster-callback-url", target);
    expect((await visitor.comeBack(again)).origin).toBe("https://muster.example");
  }
});

test("no header and no parameter of a request changes where the provider is to lead back, or what is asked of it", async () => {
  const { env } = browser();
  const headers = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    forwarded: "host=evil.example",
    origin: "https://evil.example",
    referer: "https://evil.example/",
  };
  vi.stubEnv("AUTH_TRUST_HOST", "true");
  const request = new NextRequest("http://evil.example/login/sign-in?redirect_uri=https://evil.example&scope=all", {
    method: "POST",
    headers,
  });
  const answer = await beginSignIn({ ...authCaller(request), db: database.db, env }, { target: "/", isFresh: false });
  const address = new URL(answer.headers.get("location") ?? "");
  expect(address.origin).toBe(provider.issuer);
  expect(address.searchParams.getAll("redirect_uri")).toEqual(["https://muster.example/api/auth/callback/sso"]);
  expect(address.searchParams.getAll("scope")).toEqual(["openid profile email"]);
  expect(address.href).not.toContain("evil");
});

test("a fresh sign-in asks the provider to ask again, and the session knows when it did", async () => {
  const at = seconds() - 5;
  provider.claims = (honest) => ({ ...honest, sub: "fresh", auth_time: at, sid: "s-1" });
  const visitor = browser();
  const address = await visitor.begin("/settings/users", true);
  expect(address.searchParams.get("prompt")).toBe("login");
  expect(address.searchParams.get("max_age")).toBe("0");
  expect((await visitor.comeBack(provider.authorize(address))).pathname).toBe("/settings/users");
  const [row] = await database.sql<{ at: Date; sid: string }[]>`
    select auth_time as at, provider_sid as sid from sessions where id = ${(await visitor.session())?.sessionId ?? ""}`;
  expect([row?.at.getTime(), row?.sid]).toEqual([at * 1_000, "s-1"]);
  provider.claims = (honest) => ({ ...honest, sub: "fresh", auth_time: "now" });
  await signIn(visitor);
  const [none] = await database.sql<{ at: Date | null }[]>`
    select auth_time as at from sessions where id = ${(await visitor.session())?.sessionId ?? ""}`;
  expect(none?.at).toBeNull();
});

test("a provider that is away, or does not fit the configuration, leads to a page that says so", async () => {
  const away = browser({ AUTH_ISSUER: "http://127.0.0.1:1" });
  await expectRefused(away, await away.begin(), "OAuthSignin");
  const none = new SignInBrowser(database.db, {});
  await expectRefused(none, await none.begin(), "Configuration");
  const other = browser({ AUTH_ISSUER: `${provider.issuer.replace("127.0.0.1", "localhost")}` });
  const end = await other.begin();
  expect(["Configuration", "OAuthSignin"]).toContain(end.searchParams.get("error"));
});

test("every refusal at the callback stands in the audit trail, counted and without what was sent", async () => {
  const visitor = browser();
  await visitor.comeBack("https://muster.example/api/auth/callback/sso?code=the-code&state=the-state");
  await expect
    .poll(async () => database.sql`select 1 from audit_log where target_id = 'sign-in refused'`)
    .not.toHaveLength(0);
  const [dump] = await database.sql<{ text: string }[]>`select string_agg(a::text, '') as text from audit_log a`;
  expect(dump?.text).not.toMatch(/the-code|the-state/);
});
