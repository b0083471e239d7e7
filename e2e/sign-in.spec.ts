import { type BrowserContext, expect, type Page } from "@playwright/test";
import { sql } from "drizzle-orm";
import { hashSessionToken } from "@/lib/access/sessions/session-cookie";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { test } from "./support/test";

const cookieName = "muster-session";
const sessionCookie = async (context: BrowserContext) =>
  (await context.cookies()).find((cookie) => cookie.name === cookieName);

async function signInAs(page: Page, persona: RegExp) {
  await page.getByRole("button", { name: "Sign in with single sign-on" }).click();
  await page.getByRole("button", { name: persona }).click();
}

test("a page asks to sign in, and is shown after the local sign-in, with its filter", async ({ page, webUrl }) => {
  await page.goto("/settings/sessions?from=link&x=1");
  await expect(page).toHaveURL(/\/login\?callbackUrl=/);
  await signInAs(page, /Vera Viewer/);
  await expect(page).toHaveURL(`${webUrl}/settings/sessions?from=link&x=1`);
  await expect(page.getByRole("heading", { name: "Your sessions" })).toBeVisible();
});

test("it works without scripts", async ({ browser, webUrl }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: webUrl });
  const page = await context.newPage();
  await page.goto("/settings/sessions");
  await signInAs(page, /Rosa Responder/);
  await expect(page).toHaveURL(`${webUrl}/settings/sessions`);
  await context.close();
});

test("after sign-in nobody is led elsewhere", async ({ page, webUrl }) => {
  await page.goto(`/login?callbackUrl=${encodeURIComponent("https://evil.example/")}`);
  await expect(page.locator("input[name=callbackUrl]")).toHaveValue("/");
  await page.locator("input[name=callbackUrl]").evaluate((input: HTMLInputElement) => {
    input.value = "//evil.example/";
  });
  await signInAs(page, /Vera Viewer/);
  await expect(page).toHaveURL((url) => url.origin === webUrl);
});

test("a role claim that names no role opens nothing, and says what to do", async ({ page, context, db }) => {
  await page.goto("/fleet");
  await page.getByRole("button", { name: "Sign in with single sign-on" }).click();
  // The local provider knows somebody without a role, whom it does not offer.
  const button = page.getByRole("button", { name: /Ada Admin/ });
  await button.evaluate((element: HTMLButtonElement) => {
    element.value = "guest";
  });
  await button.click();
  await expect(page.getByRole("alert").filter({ hasText: "no role in Muster" })).toBeVisible();
  expect(await sessionCookie(context)).toBeUndefined();
  const users = await db.execute(sql`select 1 from users where subject = 'guest'`);
  expect(users).toHaveLength(0);
});

test("the session's cookie is out of reach of scripts and other sites, and is new at each sign-in", async ({
  page,
  context,
}) => {
  await page.goto("/login");
  await signInAs(page, /Anton Admin/);
  await expect(page).not.toHaveURL(/login/);
  const first = await sessionCookie(context);
  expect(first).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => document.cookie)).not.toContain(cookieName);
  await page.goto("/login?error=Forged");
  await signInAs(page, /Anton Admin/);
  await expect(page).not.toHaveURL(/login/);
  expect((await sessionCookie(context))?.value).not.toBe(first?.value);
});

test("signing out ends the session here and at the provider; its cookie opens nothing any more", async ({
  page,
  context,
  webUrl,
}) => {
  await page.goto("/settings/sessions");
  await signInAs(page, /Remy Relations/);
  await expect(page.getByRole("heading", { name: "Your sessions" })).toBeVisible();
  const cookie = await sessionCookie(context);
  await page.getByRole("button", { name: /relations/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign out here too" }).click();
  await expect(page).toHaveURL(/\/login/);
  expect(await sessionCookie(context)).toBeUndefined();
  await context.addCookies([{ name: cookieName, value: cookie?.value ?? "", url: webUrl }]);
  await page.goto("/settings/sessions");
  await expect(page).toHaveURL(/\/login/);
});

test("a session that was ended elsewhere is over with the next click", async ({ page, signIn, db }) => {
  const name = `Two browsers ${Date.now()}`;
  await signIn("responder", name);
  await page.goto("/settings/sessions");
  await expect(page.getByText("this one").filter({ visible: true })).toBeVisible();
  await db.execute(
    sql`update sessions set ended_at = now() where user_id = (select id from users where name = ${name})`,
  );
  await page.reload();
  await expect(page).toHaveURL(/\/login/);
});

test("a callback that nobody asked for, or a used one, signs nobody in", async ({ page, context, browser, webUrl }) => {
  await page.goto("/api/auth/callback/sso?code=forged&state=forged");
  await expect(page.getByRole("alert").filter({ hasText: "Sign-in was not completed" })).toBeVisible();
  expect(await sessionCookie(context)).toBeUndefined();

  const callback = page.waitForRequest((request) => request.url().includes("/api/auth/callback/sso?code="));
  await signInAs(page, /Vera Viewer/);
  const used = (await callback).url();
  await expect(page).not.toHaveURL(/login/);
  const thief = await browser.newContext({ baseURL: webUrl });
  const stolen = await thief.newPage();
  await stolen.goto(used);
  await expect(stolen).toHaveURL(/\/login/);
  expect(await sessionCookie(thief)).toBeUndefined();
  await thief.close();
});

test("another site neither starts a sign-in nor signs anybody out", async ({ page, signIn, context, webUrl }) => {
  await signIn("viewer");
  const before = await sessionCookie(context);
  const senders: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example" },
    {},
  ];
  for (const headers of senders) {
    for (const path of ["/login/sign-out", "/login/sign-in"]) {
      const answer = await page.request.post(`${webUrl}${path}`, {
        headers,
        form: { callbackUrl: "/" },
        maxRedirects: 0,
      });
      expect(answer.headers().location).toBe("/login?error=Forged");
    }
  }
  await page.goto("/settings/sessions");
  await expect(page.getByText("this one").filter({ visible: true })).toBeVisible();
  expect((await sessionCookie(context))?.value).toBe(before?.value);
});

test("the trail names the address of the socket, whatever a header says", async ({ page, db }) => {
  await page.setExtraHTTPHeaders({ "x-forwarded-for": "203.0.113.9", "x-muster-peer": "203.0.113.9" });
  await page.goto("/settings/sessions");
  await signInAs(page, /Anton Admin/);
  await expect(page.getByText("this one").filter({ visible: true })).toBeVisible();
  const rows = await db.execute<{ address: string }>(
    sql`select distinct host(address) as address from audit_log where action = 'session.start' and actor_name = 'Anton Admin'`,
  );
  for (const { address } of rows) expect(["::1", "127.0.0.1"]).toContain(address);
  expect(rows.length).toBeGreaterThan(0);
});

test("pages carry a policy under which only their own scripts run, and break nothing of it", async ({
  page,
  signIn,
}) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) violations.push(message.text());
  });
  await signIn("admin");
  for (const path of ["/login?error=Forged", "/settings/tokens", "/audit", "/settings/sessions"]) {
    const answer = await page.goto(path);
    const headers = answer?.headers() ?? {};
    const policy = headers["content-security-policy"] ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("same-origin");
    expect(headers["cache-control"]).toContain("no-store");
    await expect(page.locator("main").last()).not.toBeEmpty();
  }
  expect(violations).toEqual([]);
});

test("changing a role asks for a fresh sign-in, which leads back, and for a second admin; the new role holds at once", async ({
  page,
  context,
  db,
  browser,
  webUrl,
}) => {
  const name = `Role ${Date.now()}`;
  const { userId, cookie } = await createSessionFor(db, { role: "viewer", name, publicUrl: webUrl });
  const theirs = await browser.newContext({ baseURL: webUrl });
  await theirs.addCookies([{ ...cookie, url: webUrl, httpOnly: true, sameSite: "Lax" }]);
  const other = await theirs.newPage();
  await other.goto("/settings/users");
  await expect(other.getByRole("heading", { name: "Your role does not see users" })).toBeVisible();

  await page.goto(`/settings/users/${userId}?from=list`);
  await signInAs(page, /Ada Admin/);
  await expect(page.getByRole("heading", { name })).toBeVisible();
  const mine = await sessionCookie(context);
  const hash = hashSessionToken(mine?.value ?? "");
  await db.execute(sql`update sessions set auth_time = now() - interval '1 hour' where token_hash = ${hash}`);
  await page.getByLabel("Role in Muster").selectOption("admin");
  await page.getByRole("button", { name: "Propose the change" }).click();
  await page.getByRole("link", { name: "Sign in once more" }).click();
  await page.getByRole("button", { name: "Sign in once more" }).click();
  await page.getByRole("button", { name: /Ada Admin/ }).click();
  await expect(page).toHaveURL(`${webUrl}/settings/users/${userId}?from=list`);
  expect((await sessionCookie(context))?.value).not.toBe(mine?.value);
  await page.getByLabel("Role in Muster").selectOption("admin");
  await page.getByRole("button", { name: "Propose the change" }).click();
  await expect(page).toHaveURL(/\/approvals\/[0-9a-f-]{36}$/);

  const second = await browser.newContext({ baseURL: webUrl });
  const { cookie: secondCookie } = await createSessionFor(db, { role: "admin", publicUrl: webUrl });
  await second.addCookies([{ ...secondCookie, url: webUrl, httpOnly: true, sameSite: "Lax" }]);
  const approver = await second.newPage();
  await approver.goto(page.url());
  await approver.getByRole("button", { name: "Approve" }).click();
  await expect(approver.getByText("approved, not done yet", { exact: true }).filter({ visible: true })).toBeVisible();
  await second.close();

  await page.reload();
  await page.getByRole("button", { name: "Carry it out" }).click();
  await expect(page).toHaveURL(new RegExp(`/settings/users/${userId}$`));
  await expect(page.getByText("an admin", { exact: true }).first()).toBeVisible();

  await other.reload();
  await expect(other.getByRole("heading", { name: "Users and roles" })).toBeVisible();
  await page.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByRole("button", { name: "Enable" })).toBeVisible();
  await other.reload();
  await expect(other).toHaveURL(/\/login/);
  await theirs.close();
});

test("an admin has the configuration checked, and reads what to register", async ({ page, signIn, webUrl }) => {
  await signIn("admin");
  await page.goto("/settings/sign-in");
  await expect(page.getByText(`${webUrl}/api/auth/callback/sso`)).toBeVisible();
  await page.getByRole("button", { name: "Check the configuration" }).click();
  const found = page.getByRole("region", { name: "Check of the configuration" }).getByRole("listitem");
  await expect(found.filter({ hasText: "knows this client and leads back" })).toBeVisible();
  await expect(found.filter({ hasText: "Wrong" })).toHaveCount(0);
});

test("a session that ends at the provider ends here, over the back channel", async ({ page }) => {
  await page.goto("/settings/sessions");
  await page.getByRole("button", { name: "Sign in with single sign-on" }).click();
  const provider = new URL(page.url()).origin;
  await page.getByRole("button", { name: /Rosa Responder/ }).click();
  await expect(page.getByRole("heading", { name: "Your sessions" })).toBeVisible();
  await page.goto(`${provider}/session/end`);
  await page.getByRole("button", { name: "Sign out here too" }).click();
  await page.waitForURL(/session\/end\/success/);
  await page.goto("/settings/sessions");
  await expect(page).toHaveURL(/\/login/);
});

test("the back channel heeds nobody but the provider", async ({ request, webUrl }) => {
  const address = `${webUrl}/api/auth/back-channel-logout`;
  const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"admin"}')}.`.replaceAll("=", "");
  for (const logout_token of ["", "forged", unsigned]) {
    const answer = await request.post(address, { form: { logout_token } });
    expect(answer.status()).toBe(400);
    expect(answer.headers()["cache-control"]).toContain("no-store");
    expect(await answer.json()).toMatchObject({ code: "logout_token_invalid" });
  }
  expect((await request.post(address, { data: { logout_token: unsigned } })).status()).toBe(400);
  expect((await request.get(address)).status()).toBe(405);
});
