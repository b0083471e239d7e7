import { NextRequest } from "next/server";
import { expect, test, vi } from "vitest";
import { beginSignIn } from "./begin-sign-in";
import { authCaller } from "./handle-auth";
import { SignInBrowser } from "./testing/sign-in-browser";
import { expectRefused, SignInStand, seconds } from "./testing/sign-in-stand";

const stand = new SignInStand();

test("an honest sign-in lands where it began, in a session of its own", async () => {
  const visitor = stand.browser();
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
  const end = await visitor.comeBack(stand.provider.authorize(address));
  expect(end.href).toBe("https://muster.example/fleet?state=silent");
  expect((await visitor.session())?.user).toMatchObject({ name: "Ada", role: "viewer" });
  expect(stand.provider.lastAuthMethod).toBe("client_secret_basic");
});

test("over https every cookie is bound to the host, and out of reach of scripts and other sites", async () => {
  const visitor = stand.browser();
  const address = await visitor.begin();
  const begun = visitor.setCookies;
  await visitor.comeBack(stand.provider.authorize(address));
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

test("a sign-in that took longer than 15 minutes is over", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  for (const [minutes, isOver] of [
    [14, false],
    [16, true],
  ] as const) {
    const visitor = stand.browser();
    const address = await visitor.begin();
    vi.setSystemTime(Date.now() + minutes * 60_000);
    const end = await visitor.comeBack(stand.provider.authorize(address));
    expect(end.searchParams.get("error")).toBe(isOver ? "OAuthCallback" : null);
  }
});

test("of two tabs the one that began last signs in; the other does not, and harms nothing", async () => {
  const visitor = stand.browser();
  const first = stand.provider.authorize(await visitor.begin("/fleet"));
  const second = stand.provider.authorize(await visitor.begin("/audit"));
  expect((await visitor.comeBack(second)).pathname).toBe("/audit");
  expect((await visitor.comeBack(first)).searchParams.get("error")).toBe("OAuthCallback");
  expect(await visitor.session()).not.toBeNull();
});

test("the cookie from before the sign-in opens nothing after it, whoever set it", async () => {
  const visitor = stand.browser();
  await stand.signIn(visitor);
  const before = visitor.jar.get("__Host-muster-session") ?? "";
  await stand.signIn(visitor);
  const after = visitor.jar.get("__Host-muster-session");
  expect(after).not.toBe(before);
  visitor.jar.set("__Host-muster-session", before);
  expect(await visitor.session()).toBeNull();
  const fixed = stand.browser();
  fixed.jar.set("__Host-muster-session", "A".repeat(43));
  await stand.signIn(fixed);
  expect(fixed.jar.get("__Host-muster-session")).not.toBe("A".repeat(43));
});

test("after the sign-in nobody is led elsewhere: not by the button, the callback's address or a cookie", async () => {
  for (const target of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    const visitor = stand.browser();
    expect((await stand.signIn(visitor, target)).href).toBe("https://muster.example/");
    const back = stand.provider.authorize(await visitor.begin("/fleet"));
    back.searchParams.set("callbackUrl", target);
    expect((await visitor.comeBack(back)).origin).toBe("https://muster.example");
    const again = stand.provider.authorize(await visitor.begin("/fleet"));
    visitor.jar.set("__Host-muster-callback-url", target);
    expect((await visitor.comeBack(again)).origin).toBe("https://muster.example");
  }
});

test("no header and no parameter of a request changes where the provider is to lead back, or what is asked of it", async () => {
  const { env } = stand.browser();
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
  const answer = await beginSignIn(
    { ...authCaller(request), db: stand.database.db, env },
    { target: "/", isFresh: false },
  );
  const address = new URL(answer.headers.get("location") ?? "");
  expect(address.origin).toBe(stand.provider.issuer);
  expect(address.searchParams.getAll("redirect_uri")).toEqual(["https://muster.example/api/auth/callback/sso"]);
  expect(address.searchParams.getAll("scope")).toEqual(["openid profile email"]);
  expect(address.href).not.toContain("evil");
});

test("a fresh sign-in asks the provider to ask again, and the session knows when it did", async () => {
  const at = seconds() - 5;
  stand.provider.claims = (honest) => ({ ...honest, sub: "fresh", auth_time: at, sid: "s-1" });
  const visitor = stand.browser();
  const address = await visitor.begin("/settings/users", true);
  expect(address.searchParams.get("prompt")).toBe("login");
  expect(address.searchParams.get("max_age")).toBe("0");
  expect((await visitor.comeBack(stand.provider.authorize(address))).pathname).toBe("/settings/users");
  const [row] = await stand.database.sql<{ at: Date; sid: string }[]>`
    select auth_time as at, provider_sid as sid from sessions where id = ${(await visitor.session())?.sessionId ?? ""}`;
  expect([row?.at.getTime(), row?.sid]).toEqual([at * 1_000, "s-1"]);
  stand.provider.claims = (honest) => ({ ...honest, sub: "fresh", auth_time: "now" });
  await stand.signIn(visitor);
  const [none] = await stand.database.sql<{ at: Date | null }[]>`
    select auth_time as at from sessions where id = ${(await visitor.session())?.sessionId ?? ""}`;
  expect(none?.at).toBeNull();
});

test("a provider that is away, or does not fit the configuration, leads to a page that says so", async () => {
  const away = stand.browser({ AUTH_ISSUER: "http://127.0.0.1:1" });
  await expectRefused(away, await away.begin(), "OAuthSignin");
  const none = new SignInBrowser(stand.database.db, {});
  await expectRefused(none, await none.begin(), "Configuration");
  const other = stand.browser({ AUTH_ISSUER: `${stand.provider.issuer.replace("127.0.0.1", "localhost")}` });
  const end = await other.begin();
  expect(["Configuration", "OAuthSignin"]).toContain(end.searchParams.get("error"));
});
