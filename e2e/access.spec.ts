import { expect } from "@playwright/test";
import { permissions, roles } from "@/lib/access/permissions";
import { newSessionToken, sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { newTokenText } from "@/lib/access/token-format";
import { createToken } from "@/lib/access/tokens/create-token";
import { systemCtx } from "@/lib/context";
import { apiRules, openRoutes, pageRules } from "./support/access-rules";
import { builtActions, builtRoutes, examplePath } from "./support/built-routes";
import { test } from "./support/test";

const routes = builtRoutes();
const pages = routes.filter((route) => route.isPage && !openRoutes.includes(route.path)).map((route) => route.path);
const apis = routes.filter((route) => !route.isPage && !openRoutes.includes(route.path)).map((route) => route.path);
const mayNot = (rule: keyof typeof permissions) =>
  roles.filter((role) => !(permissions[rule] as readonly string[]).includes(role));

test("every route of the build has a rule", () => {
  expect(pages.filter((path) => !(path in pageRules))).toEqual([]);
  expect(apis.filter((path) => !(path in apiRules))).toEqual([]);
});

test("without a session every page leads to the sign-in, and says nothing else", async ({ playwright, webUrl }) => {
  const forged = `${sessionCookieName(webUrl)}=${newSessionToken()}`;
  for (const cookie of ["", forged]) {
    const request = await playwright.request.newContext({
      baseURL: webUrl,
      extraHTTPHeaders: cookie ? { cookie } : {},
    });
    for (const path of pages) {
      const answer = await request.get(examplePath(path), { maxRedirects: 0 });
      expect([path, answer.status()]).toEqual([path, 307]);
      expect(new URL(answer.headers().location ?? "", webUrl).pathname, path).toBe("/login");
      // Once more as a person visits it, when the proxy answers before the page.
      const visit = await request.get(examplePath(path), { maxRedirects: 0, headers: { accept: "text/html" } });
      expect([path, visit.status()]).toEqual([path, 307]);
      // What a browser's router asks for is no way round.
      const data = await request.get(examplePath(path), { maxRedirects: 0, headers: { rsc: "1" } });
      expect(await data.text(), path).not.toContain("Sign out");
    }
    await request.dispose();
  }
});

test("without a session every other route is 401, and says so in problem+json", async ({ playwright, webUrl }) => {
  const headers: Record<string, string>[] = [
    {},
    { authorization: `Bearer ${newTokenText("api")}` },
    { authorization: "Basic YWRtaW46YWRtaW4=" },
    { authorization: "Bearer " },
    { cookie: `${sessionCookieName(webUrl)}=${newSessionToken()}` },
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy", "x-forwarded-for": "127.0.0.1" },
  ];
  for (const extraHTTPHeaders of headers) {
    const request = await playwright.request.newContext({ baseURL: webUrl, extraHTTPHeaders });
    for (const path of apis) {
      const answer = await request.get(examplePath(path), { maxRedirects: 0 });
      expect([path, answer.status()]).toEqual([path, 401]);
      expect(answer.headers()["content-type"]).toContain("application/problem+json");
      expect(answer.headers()["www-authenticate"]).toContain("Bearer");
      expect(answer.headers()["cache-control"]).toContain("no-store");
    }
    await request.dispose();
  }
});

test("without a session every server action refuses", async ({ playwright, webUrl }) => {
  const request = await playwright.request.newContext({ baseURL: webUrl });
  for (const { id, name, path } of builtActions()) {
    const headers = { "next-action": id, "content-type": "text/plain;charset=UTF-8", origin: webUrl };
    const answer = await request.post(path, { headers, data: "[{}]", maxRedirects: 0 });
    expect(`${name} ${await answer.text()}`).toMatch(/"ok":false,"error":\{"code":"unauthenticated"/);
  }
  await request.dispose();
});

test("a server action sent from another site is not run", async ({ page, signIn, webUrl }) => {
  await signIn("admin");
  const [action] = builtActions().filter(({ name }) => name === "createTokenAction");
  if (!action) throw new Error("The build has no createTokenAction.");
  const headers = {
    "next-action": action.id,
    "content-type": "text/plain;charset=UTF-8",
    origin: "https://evil.example",
  };
  const data = JSON.stringify([{ kind: "operator", name: "stolen", expiresInDays: 0 }]);
  const answer = await page.request.post(`${webUrl}${action.path}`, { headers, data });
  expect(answer.status()).toBe(500);
  expect(await answer.text()).not.toContain("muster_operator_");
});

for (const role of roles) {
  test(`${role}: sees the pages that the table gives, and of the others which role would`, async ({ page, signIn }) => {
    await signIn(role);
    for (const path of pages) {
      const rule = pageRules[path];
      if (!rule || path.includes("[")) continue;
      await page.goto(path);
      await expect(page.locator("main").getByRole("heading").first(), path).toBeVisible();
      const denied = page.getByRole("heading", { name: /^Your role does not/ });
      if (mayNot(rule).includes(role)) await expect(denied, path).toBeVisible();
      else await expect(denied, path).toHaveCount(0);
    }
  });

  test(`${role}: an API token reads what the table gives`, async ({ db, playwright, webUrl }) => {
    const { token } = await createToken(systemCtx(db, "test", new Date()), { kind: "api", name: role, role });
    const request = await playwright.request.newContext({
      baseURL: webUrl,
      extraHTTPHeaders: { authorization: `Bearer ${token}` },
    });
    for (const path of apis.filter((path) => path !== "/api/events")) {
      const rule = apiRules[path];
      if (!rule) continue;
      const status = (await request.get(examplePath(path))).status();
      if (mayNot(rule).includes(role)) expect([path, status]).toEqual([path, 403]);
      else expect([401, 403, 500], `${path} ${status}`).not.toContain(status);
    }
    await request.dispose();
  });
}

test("a cookie alone changes nothing over the JSON API", async ({ page, signIn, webUrl }) => {
  await signIn("admin");
  for (const path of apis) {
    const answer = await page.request.post(`${webUrl}${examplePath(path)}`, { data: {} });
    expect([401, 404, 405], path).toContain(answer.status());
  }
});
