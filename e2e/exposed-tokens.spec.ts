import { expect } from "@playwright/test";
import { sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { startSession } from "@/lib/access/sessions/start-session";
import { admitUser } from "@/lib/access/sign-in/admit-user";
import { newTokenText } from "@/lib/access/token-format";
import { createToken } from "@/lib/access/tokens/create-token";
import { systemCtx } from "@/lib/context";
import { test } from "./support/test";

/** What a program that shows `token` is told: session_required is what a token hears that is let in. */
async function codeOf(webUrl: string, token: string): Promise<string> {
  const response = await fetch(`${webUrl}/api/events`, { headers: { authorization: `Bearer ${token}` } });
  return (await response.json()).code;
}

test("a rotated token shows its successor once; both work, and name each other", async ({
  page,
  db,
  signIn,
  webUrl,
  takeScreenshot,
}) => {
  const name = `Rotated ${Date.now()}`;
  const now = new Date();
  const old = await createToken(systemCtx(db, "test", now), { kind: "api", name, role: "viewer" });
  await signIn("admin");
  await page.goto(`/settings/tokens?prefix=${old.prefix}`);
  await page.getByRole("button", { name: `Rotate ${name}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("The old one goes on for").selectOption("1h");
  await dialog.getByRole("button", { name: "Rotate token" }).click();
  const text =
    (await dialog
      .getByText(/^muster_api_/)
      .first()
      .textContent()) ?? "";
  expect(text).not.toBe(old.token);
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  expect([await codeOf(webUrl, old.token), await codeOf(webUrl, text)]).toEqual([
    "session_required",
    "session_required",
  ]);
  await expect(page.getByRole("row", { name })).toContainText("takes its place");
  await expect(page.getByRole("button", { name: `Rotate ${name}` })).toHaveCount(0);
  await page.goto(`/settings/tokens?prefix=${text.slice(0, "muster_api_".length + 6)}`);
  await expect(page.getByRole("row", { name })).toContainText(`takes the place of ${old.prefix}`);
  expect(await page.content()).not.toContain(text);
  await page.goto("/settings/tokens");
  await takeScreenshot("settings-tokens-rotated");
});

test("a leaked list: what stands in it, a later use is found, and a second admin approves the revocation of many", async ({
  page,
  browser,
  db,
  signIn,
  webUrl,
  takeScreenshot,
}) => {
  test.setTimeout(60_000);
  const mark = `leak${Date.now()}`;
  const now = new Date();
  const made = [];
  for (let i = 0; i < 6; i++) {
    made.push(await createToken(systemCtx(db, "test", now), { kind: "api", name: `${mark}-${i}`, role: "viewer" }));
  }
  const [first] = made;
  if (!first) throw new Error("None was made.");
  await signIn("admin");
  await page.goto("/settings/exposed");
  await page.getByRole("textbox", { name: "Where it comes from" }).fill(mark);
  await page
    .getByLabel("List", { exact: true })
    .fill(`token,note\n${made.map(({ token }) => `${token},${mark}-note`).join("\n")}\n${newTokenText("api")}`);
  await page.getByRole("button", { name: "Look through it" }).click();
  await expect(page.getByRole("region", { name: "Result" })).toContainText("Live tokens6");
  await expect(page).toHaveURL(/list=/);
  const tokens = page.getByRole("region", { name: "Tokens", exact: true });
  await expect(tokens.getByRole("row", { name: `${mark}-0` })).toContainText("exposed");
  await expect(page.getByLabel("List", { exact: true })).toHaveValue("");
  await takeScreenshot("settings-exposed");

  expect(await codeOf(webUrl, first.token)).toBe("session_required");
  const found = async () =>
    (await db.$client`select 1 from findings where rule = 'fleet.exposed-token-used' and title like ${`%${mark}-0%`}`)
      .length;
  await expect.poll(found, { timeout: 30_000 }).toBe(1);

  await page.getByRole("button", { name: "Select all live that fit" }).click();
  await expect(page.getByText("6 selected")).toBeVisible();
  await page.getByRole("button", { name: "Revoke selected" }).click();
  await page.getByLabel("Type how many: 6").fill("6");
  await page.getByRole("button", { name: "Propose the revocation" }).click();
  await expect(page).toHaveURL(/\/approvals\//);
  await expect(page.getByRole("region", { name: "Tokens to revoke" }).getByRole("row")).toHaveCount(7);
  const address = page.url();
  await takeScreenshot("approval-tokens");

  const second = await admitUser(
    { db, now },
    { issuer: "https://test.invalid", subject: mark, name: `Second ${mark}`, email: null, role: "admin" },
  );
  const proof = { authTime: new Date(), providerSid: null, idToken: null };
  const { token: session } = await startSession({ db, now: new Date() }, { user: second, proof });
  const other = await browser.newContext({ baseURL: webUrl });
  await other.addCookies([{ name: sessionCookieName(webUrl), value: session, url: webUrl }]);
  const theirs = await other.newPage();
  await theirs.goto(address);
  await theirs.getByRole("button", { name: "Approve" }).click();
  await expect(theirs.getByText("approved, not done yet", { exact: true })).toBeVisible();
  await other.close();
  await page.reload();
  await page.getByRole("button", { name: "Carry it out" }).click();
  await expect(page).toHaveURL(/status=revoked/);
  for (const { token } of made) expect(await codeOf(webUrl, token)).toBe("revoked_token");
});

test("a list that is too large or empty is refused before it is sent, and what was typed stays", async ({
  page,
  signIn,
}) => {
  await signIn("admin");
  await page.goto("/settings/exposed");
  await page.getByRole("textbox", { name: "Where it comes from" }).fill("kept");
  await page.getByRole("button", { name: "Look through it" }).click();
  await expect(page.getByText("Paste a list or choose a file.")).toBeVisible();
  const buffer = Buffer.alloc(21 * 1_048_576, 0x20);
  await page.getByLabel("Or a file").setInputFiles({ name: "large.txt", mimeType: "text/plain", buffer });
  await page.getByRole("button", { name: "Look through it" }).click();
  await expect(page.getByText("At most 20 MB are taken: split the list.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Where it comes from" })).toHaveValue("kept");
});

test("a long list tells how far it is, and stops when it is told to, with nothing kept", async ({
  page,
  db,
  signIn,
}) => {
  test.setTimeout(90_000);
  const title = `stopped ${Date.now()}`;
  await signIn("admin");
  await page.goto("/settings/exposed");
  await page.getByRole("textbox", { name: "Where it comes from" }).fill(title);
  const lines = Array.from({ length: 900_000 }, (_, n) => `s${(n + 1e9).toString(36)}`).join("\n");
  await page
    .getByLabel("Or a file")
    .setInputFiles({ name: "long.txt", mimeType: "text/plain", buffer: Buffer.from(lines) });
  await page.getByRole("button", { name: "Look through it" }).click();
  await expect(page.getByText(/identifiers looked up/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("Stopped. Nothing was kept.")).toBeVisible();
  // The server notices that nobody reads any more, and lets the next list in.
  const isFree = () =>
    db.$client
      .begin((transaction) => transaction`lock table exposed_identifiers in share row exclusive mode nowait`)
      .then(
        () => true,
        () => false,
      );
  await expect.poll(isFree, { timeout: 30_000 }).toBe(true);
  expect(await db.$client`select 1 from exposure_lists where title = ${title}`).toHaveLength(0);
});

test("everybody sees the table of roles, and which role is theirs", async ({ page, signIn, takeScreenshot }) => {
  await signIn("viewer");
  await page.goto("/settings/roles");
  const row = page.getByRole("row", { name: /token\.write/ });
  await expect(row.getByRole("cell")).toHaveText([/Make, rotate and revoke/, "no", "no", "no", "yes", "token.write"]);
  await expect(page.getByRole("columnheader", { name: /viewer you/ })).toBeVisible();
  await takeScreenshot("settings-roles");
});
