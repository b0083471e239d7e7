import { expect } from "@playwright/test";
import { askRaw } from "./support/ask-raw";
import { signInEveryRole } from "./support/people";
import { test } from "./support/test";

const evil = "evil.example";
const page = ["Accept: text/html", "Connection: close"];

/** Where an answer leads to, however it says so; null when it leads nowhere. */
const leadsTo = (answer: string): string[] =>
  [...answer.matchAll(/^(?:location|refresh|x-nextjs-redirect|x-action-redirect|content-location):\s*(.*)$/gim)].map(
    ([, value = ""]) => value.trim().replace(/^\d+;\s*url=/i, ""),
  );

test("no header and no form of the target leads anybody to another server", async ({ db, webUrl }) => {
  const { host, origin } = new URL(webUrl);
  const { viewer } = await signInEveryRole(db, webUrl);
  const targets = [
    ...[
      "/",
      "/fleet",
      "/fleet/",
      "/login",
      "/login/",
      "/settings",
      "/settings/",
      "/nothing",
      "/nothing/",
      "/api/v1/devices/",
    ],
    ...[`http://${evil}/fleet`, `https://${evil}/fleet/`, `http://${host}/fleet`, "*"],
    ...[
      `//${evil}/`,
      `///${evil}`,
      `/\\${evil}`,
      `/\\/${evil}/`,
      `/.//${evil}/`,
      `/%2e//${evil}`,
      `/fleet/..//${evil}/`,
    ],
    ...[
      `/%5c${evil}`,
      `/%2f%2f${evil}`,
      `/%09//${evil}/`,
      `/@${evil}/`,
      `/fleet//${evil}/`,
      `/fleet?%0d%0aLocation:%20//${evil}`,
    ],
    ...[
      `/login?callbackUrl=//${evil}`,
      `/login?callbackUrl=%2F%5C${evil}`,
      `/login?callbackUrl=https%3A%2F%2F${evil}%2F`,
    ],
    ...[
      `/login?callbackUrl=%252F%252F${evil}`,
      `/login?callbackUrl=%09//${evil}`,
      `/login?callbackUrl=javascript:alert(1)`,
    ],
    ...[
      `/login?callbackUrl=${encodeURIComponent(`${origin}@${evil}`)}`,
      `/api/auth/callback/sso?error=x&callbackUrl=//${evil}`,
    ],
    ...[
      `/api/auth/signin?callbackUrl=//${evil}`,
      `/api/auth/signout?callbackUrl=//${evil}`,
      `/_next/data/x/fleet.json`,
    ],
  ];
  const headers: Record<string, string[]> = {
    "its own Host": [`Host: ${host}`],
    "another Host": [`Host: ${evil}`],
    "a Host with a name before it": [`Host: ${host}@${evil}`],
    "a Host that is none": [`Host: ${evil}/x?`],
    "what a proxy would add": [
      ...[`Host: ${host}`, `X-Forwarded-Host: ${evil}`, "X-Forwarded-Proto: https", "X-Forwarded-Port: 444"],
      ...[`Forwarded: host=${evil};proto=https`, `X-Original-Host: ${evil}`, `X-Original-URL: //${evil}`],
      ...[`X-Rewrite-URL: //${evil}`, `X-Middleware-Rewrite: http://${evil}/`, `X-Invoke-Path: //${evil}`],
    ],
    "what Next's router adds": [`Host: ${evil}`, "X-Nextjs-Data: 1", "RSC: 1"],
  };
  let redirects = 0;
  for (const target of targets) {
    for (const [what, lines] of Object.entries(headers)) {
      for (const cookie of [[], [`Cookie: ${viewer.cookie}`]]) {
        const answer = await askRaw(webUrl, [`GET ${target} HTTP/1.1`, ...lines, ...cookie, ...page]);
        const where = `${target} with ${what}${cookie.length > 0 ? ", signed in" : ""}`;
        expect(answer, where).toMatch(/^HTTP\/1\.1 [2-4]\d\d /);
        for (const location of leadsTo(answer)) {
          redirects += 1;
          expect(new URL(location, webUrl).origin, `${where} leads to ${location}`).toBe(origin);
          // Browsers read both as the name of another server.
          expect(location, where).not.toMatch(/^[\s]*[/\\]{2}/);
        }
      }
    }
  }
  // It is no test of nothing.
  expect(redirects).toBeGreaterThan(100);
});

test("a sign-in that another Host asks for comes back to this server", async ({ webUrl }) => {
  const body = `callbackUrl=${encodeURIComponent(`https://${evil}/`)}`;
  const form = ["Content-Type: application/x-www-form-urlencoded", `Content-Length: ${body.length}`];
  const own = ["Sec-Fetch-Site: same-origin", "Connection: close"];
  const lines = ["POST /login/sign-in HTTP/1.1", `Host: ${evil}`, `X-Forwarded-Host: ${evil}`, ...own, ...form];
  const answer = await askRaw(webUrl, lines, `\r\n\r\n${body}`);
  const [location = ""] = leadsTo(answer);
  expect(new URL(location).searchParams.get("redirect_uri")).toBe(`${webUrl}/api/auth/callback/sso`);
  expect(answer).not.toContain(evil);
});

test("an upgrade that nobody asked for is answered, and holds no connection open", async ({ webUrl }) => {
  const upgrade = ["Connection: Upgrade, close", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
  for (const target of ["/nothing", "/healthz", `//${evil}/`, `http://${evil}/`]) {
    const lines = [`GET ${target} HTTP/1.1`, `Host: ${new URL(webUrl).host}`, ...upgrade];
    expect(await askRaw(webUrl, [...lines, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]), target).toMatch(
      /^HTTP\/1\.1 [24]\d\d /,
    );
  }
});
