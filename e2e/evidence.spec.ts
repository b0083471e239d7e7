import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { expect, type Page } from "@playwright/test";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { systemCtx } from "@/lib/context";
import { openIncident } from "@/lib/incidents/open-incident";
import { expectAccessible } from "./support/expect-accessible";
import { test } from "./support/test";

test.use({ timezoneId: "UTC" });
test.describe.configure({ timeout: 120_000 });

type Upload = { name: string; mimeType: string; buffer: Buffer };

const rowsOf = (page: Page) => page.getByRole("region", { name: "Files of this incident" }).getByRole("row");

async function addFile(page: Page, file: Upload, note = ""): Promise<void> {
  await page.getByLabel("File", { exact: true }).setInputFiles(file);
  await page.getByLabel("What it shows").fill(note);
  await page.getByRole("button", { name: "Add file" }).click();
  await expect(rowsOf(page).filter({ hasText: createHash("sha256").update(file.buffer).digest("hex") })).toBeVisible();
}

test("files are added as they are, linked to an event, and come back as files whatever they call themselves", async ({
  page,
  signIn,
  db,
  webUrl,
  browser,
}) => {
  const incident = await openIncident(systemCtx(db, "test", new Date()), { title: `Evidence ${randomUUID()}` });
  await signIn("responder");
  await page.goto(`/incidents/${incident.reference}?source=Chat`);
  const script = Buffer.from("<!doctype html><script>document.title = 'it ran'</script>");
  await addFile(page, { name: "picture.png", mimeType: "text/html", buffer: script }, "Says that it is a picture");
  const large = Buffer.alloc(12_000_000, "larger than what a page's own form may send ");
  await addFile(page, { name: "dump\u202egpj.exe", mimeType: "application/x-msdownload", buffer: large });
  await expect(rowsOf(page).filter({ hasText: "dump[U+202E]gpj.exe" })).toContainText("12.0 MB");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download dump" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("dumpgpj.exe");
  expect((await readFile(await download.path())).equals(large)).toBe(true);

  const address = await page.getByRole("link", { name: "Download picture.png" }).getAttribute("href");
  const answer = await page.request.get(`${webUrl}${address}`);
  expect(answer.headers()).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": "attachment; filename=\"picture.png\"; filename*=UTF-8''picture.png",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  });
  expect(answer.headers()["content-security-policy"]).toContain("sandbox");
  // Typed into the address bar it is no page either.
  const other = await page.context().newPage();
  const [kept] = await Promise.all([
    other.waitForEvent("download"),
    other.goto(`${webUrl}${address}`).catch(() => undefined),
  ]);
  expect(kept.suggestedFilename()).toBe("picture.png");
  expect(await other.title()).not.toBe("it ran");
  await other.close();

  await page.getByRole("button", { name: "Write an event" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What happened").fill("The page that was shown to providers");
  await dialog.getByLabel("Date and time").fill("2024-04-25T01:05");
  await dialog.getByLabel("Zone").fill("UTC");
  await dialog.getByLabel("Source", { exact: true }).fill("Chat");
  await dialog.getByLabel("Kind of thing").selectOption({ label: "File" });
  await dialog.getByLabel("Which file").selectOption({ label: "picture.png" });
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByRole("button", { name: "Write", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  const event = page.locator('section[aria-label="Timeline"] > ol > li').filter({ hasText: "shown to providers" });
  await expect(event.getByRole("link", { name: "picture.png" })).toHaveAttribute("href", address ?? "");

  await page.getByRole("button", { name: "Take back picture.png" }).click();
  await dialog.getByLabel("Why").fill("Of another case");
  await dialog.getByRole("button", { name: "Withdraw" }).click();
  await expect(rowsOf(page).filter({ hasText: "picture.png" })).toContainText("Of another case");
  await expect(page.getByRole("button", { name: "Take back picture.png" })).toHaveCount(0);

  const viewer = await browser.newContext({ baseURL: webUrl });
  const { cookie } = await createSessionFor(db, { role: "viewer", publicUrl: webUrl });
  await viewer.addCookies([{ ...cookie, url: webUrl, httpOnly: true, sameSite: "Lax" }]);
  const seen = await viewer.newPage();
  await seen.goto(`/incidents/${incident.reference}`);
  await expect(rowsOf(seen).filter({ hasText: "picture.png" })).toBeVisible();
  await expect(seen.getByRole("link", { name: /^Download/ })).toHaveCount(0);
  await expect(seen.getByRole("button", { name: "Add file" })).toHaveCount(0);
  expect((await viewer.request.get(`${webUrl}${address}`)).status()).toBe(403);
  await viewer.close();
});

test("too large is 413 before it is sent, and an upload that is cut leaves nothing behind", async ({ db, webUrl }) => {
  const incident = await openIncident(systemCtx(db, "test", new Date()), { title: `Cut ${randomUUID()}` });
  const { cookie } = await createSessionFor(db, { role: "responder", publicUrl: webUrl });
  const headersOf = (bytes: number) => ({
    ...{ cookie: `${cookie.name}=${cookie.value}`, origin: webUrl, "sec-fetch-site": "same-origin" },
    ...{ "content-length": bytes, "content-type": "application/octet-stream" },
  });
  const address = `${webUrl}/api/evidence?incident=${incident.id}&name=dump`;
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sending = request(address, { method: "POST", headers: headersOf(201 * 1_048_576) });
    sending.on("response", (answer) => resolve(answer.statusCode)).on("error", reject);
    sending.flushHeaders();
  });
  expect(status).toBe(413);

  const cut = request(address, { method: "POST", headers: headersOf(20_000_000) });
  cut.on("error", () => undefined);
  cut.write(Buffer.alloc(5_000_000, 1));
  const blocks = async () => {
    const [row] = await db.$client<{ blocks: number; uploads: number }[]>`
      select (select count(*)::int from evidence_blocks b join evidence_uploads u on u.id = b.evidence_id
          where u.incident_id = ${incident.id}) as blocks,
        (select count(*)::int from evidence_uploads where incident_id = ${incident.id}) as uploads`;
    return row;
  };
  await expect.poll(async () => (await blocks())?.blocks, { timeout: 30_000 }).toBeGreaterThan(0);
  cut.destroy();
  await expect.poll(blocks, { timeout: 30_000 }).toEqual({ blocks: 0, uploads: 0 });
  expect(await db.$client`select 1 from incident_evidence where incident_id = ${incident.id}`).toHaveLength(0);
});

for (const theme of ["light", "dark"] as const) {
  test(`evidence is accessible, ${theme}`, { tag: "@long" }, async ({
    page,
    signIn,
    context,
    webUrl,
    db,
    takeScreenshot,
  }) => {
    const incident = await openIncident(systemCtx(db, "test", new Date()), { title: `Files ${randomUUID()}` });
    await context.addCookies([{ name: "muster-theme", value: theme, url: webUrl }]);
    await signIn("responder");
    for (const width of [1_440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`/incidents/${incident.reference}`);
      const buffer = Buffer.from(`log of ${width}`);
      await addFile(page, { name: `gateway-${width}.log`, mimeType: "text/plain", buffer }, "The gateway's log");
      await page.getByRole("heading", { name: "Evidence" }).scrollIntoViewIfNeeded();
      await expectAccessible(page, `evidence, ${theme}, ${width} pixels wide`);
      await takeScreenshot(`evidence-${theme}-${width}`);
    }
  });
}
