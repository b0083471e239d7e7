import { expect } from "@playwright/test";
import { sql } from "drizzle-orm";
import { sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { startSession } from "@/lib/access/sessions/start-session";
import { admitUser } from "@/lib/access/sign-in/admit-user";
import { test } from "./support/test";

test("an admin makes a token, sees it once, and revokes it by typing its name", async ({
  page,
  playwright,
  signIn,
  webUrl,
  takeScreenshot,
}) => {
  const name = `Reader ${Date.now()}`;
  await signIn("admin");
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "Create token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind").selectOption("api");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Role").selectOption("viewer");
  await dialog.getByRole("button", { name: "Create token" }).click();
  const token = (await dialog.getByText(/^muster_api_/).textContent()) ?? "";
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByRole("row", { name })).toContainText("viewer, reads only");
  await takeScreenshot("tokens");
  await page.reload();
  await expect(page.getByRole("row", { name })).toBeVisible();
  expect(await page.content()).not.toContain(token);

  // A token is known here, and told that live events are for people; once revoked, it is not known any more.
  const code = async () => {
    // Without the browser's cookies.
    const request = await playwright.request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${token}` } });
    const { code } = await (await request.get(`${webUrl}/api/events`)).json();
    await request.dispose();
    return code;
  };
  expect(await code()).toBe("session_required");
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  const revoke = page.getByRole("button", { name: "Revoke token" });
  await expect(revoke).toBeDisabled();
  await page.getByLabel(/Type the token's name/).fill(name);
  await revoke.click();
  await expect(page.getByRole("row", { name })).toContainText("revoked");
  expect(await code()).toBe("revoked_token");
});

test("an unknown provider is said at its field, and what was typed stays", async ({ page, signIn }) => {
  await signIn("admin");
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "Create token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Kept");
  await dialog.getByLabel("Provider").fill("nobody-by-this-name");
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(dialog.getByText("There is no provider nobody-by-this-name.")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toHaveValue("Kept");
});

test("the trail tells who made it, filtered through the address; a viewer is told who may see it, and that is noted", async ({
  page,
  signIn,
  db,
  takeScreenshot,
}) => {
  const name = `Auditor ${Date.now()}`;
  await signIn("admin", name);
  await page.goto("/audit");
  await page.getByLabel("Who").fill(name);
  await page.getByLabel("Action").fill("session.");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/actor=Auditor/);
  await expect(page.getByRole("row", { name: /session\.start/ })).toHaveCount(1);
  await takeScreenshot("audit");

  const viewer = `Curious ${Date.now()}`;
  await signIn("viewer", viewer);
  await page.goto("/audit");
  await expect(page.getByRole("heading", { name: "Your role does not see the audit trail" })).toBeVisible();
  await page.reload();
  const rows = await db.execute(
    sql`select 1 from audit_log where actor_name = ${viewer} and action = 'access.denied' and target_id = 'audit.read'`,
  );
  // Two asked within one minute, or on both sides of its end.
  expect(rows.length).toBeGreaterThanOrEqual(1);
  expect(rows.length).toBeLessThanOrEqual(2);
});

test("people end a session of theirs in another browser", async ({ browser, db, webUrl }) => {
  const subject = `two places ${Date.now()}`;
  const user = await admitUser(
    { db, now: new Date() },
    { issuer: "https://test.invalid", subject, name: subject, email: null, role: "viewer" },
  );
  const open = async () => {
    const { token } = await startSession({ db, now: new Date() }, { user });
    const context = await browser.newContext({ baseURL: webUrl });
    await context.addCookies([{ name: sessionCookieName(webUrl), value: token, url: webUrl }]);
    return context;
  };
  const [here, there] = [await open(), await open()];
  const mine = await here.newPage();
  await mine.goto("/settings/sessions");
  const end = mine.getByRole("button", { name: "End Unknown browser" });
  await end.click();
  await expect(end).toHaveCount(0);
  const other = await there.newPage();
  await other.goto("/settings/sessions");
  await expect(other).toHaveURL(/\/login/);
  await Promise.all([here.close(), there.close()]);
});
