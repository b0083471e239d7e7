import { randomUUID } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { ask } from "./support/ask";
import { expectAccessible } from "./support/expect-accessible";
import { signInEveryRole } from "./support/people";
import { test } from "./support/test";

const documentOf = (host: string) => `
openapi: 3.1.0
info: { title: "API ${host}", version: "1" }
servers: [{ url: "https://${host}/v1" }]
components: { securitySchemes: { token: { type: http, scheme: bearer } } }
security: [{ token: [] }]
paths:
  /orders: { get: { summary: Lists orders }, post: { summary: Places an order } }
  /status: { get: { summary: Status, security: [] } }
`;

test("a responder imports a document, reviews what it brought, and the finding is over", async ({
  page,
  signIn,
  takeScreenshot,
}) => {
  const host = `api-${randomUUID().slice(0, 8)}.example`;
  await signIn("responder");
  await page.goto("/settings/endpoints");
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog");
  const file = (text: string) => ({ name: "api.yaml", mimeType: "text/yaml", buffer: Buffer.from(text) });
  await dialog.getByLabel("Document").setInputFiles(file("openapi: 3.1.0\n  paths: ["));
  await dialog.getByLabel("Owner").fill("Orders team");
  await dialog.getByRole("button", { name: "Preview" }).click();
  await expect(dialog.getByRole("alert")).toContainText("cannot be read");
  await dialog.getByLabel("Document").setInputFiles(file(documentOf(host)));
  await dialog.getByRole("button", { name: "Preview" }).click();
  await expect(dialog.getByText("3 added, 0 changed, 0 taken out.")).toBeVisible();
  await expect(dialog.getByText(`POST ${host}/v1/orders`)).toBeVisible();
  await takeScreenshot("endpoints-import");
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(
    page.getByText("Imported: 3 added, 0 changed, 0 taken out").filter({ visible: true }).first(),
  ).toBeVisible();

  await page.goto(`/settings/endpoints?text=${host}`);
  await expect(page.getByRole("region", { name: "Public endpoints" }).getByRole("row")).toHaveCount(4);
  await expect(page.getByText("Never reviewed").filter({ visible: true }).first()).toBeVisible();
  await page.goto("/findings");
  await expect(
    page.getByRole("link", { name: `Never reviewed: 2 public endpoints of high risk on ${host}` }),
  ).toBeVisible();

  await page.goto(`/settings/endpoints?text=${host}`);
  await page.getByLabel("Choose all of this page").check();
  await page.getByRole("button", { name: "Record a review" }).click();
  await dialog.getByLabel("Kind").selectOption("penetration_test");
  await dialog.getByLabel("Reviewer").fill("Red Team Ltd");
  await dialog.getByLabel("Notes").fill("One weakness, mended.");
  const report = { name: "wrong.pdf", mimeType: "application/pdf", buffer: Buffer.from("PK\u0003\u0004 no PDF") };
  await dialog.getByLabel("Report").setInputFiles(report);
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("A report is a PDF or a text file");
  await dialog
    .getByLabel("Report")
    .setInputFiles({ ...report, name: "Bericht ü.pdf", buffer: Buffer.from("%PDF-1.7 test") });
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(
    page.getByRole("region", { name: "Public endpoints" }).getByText("Reviewed", { exact: true }),
  ).toHaveCount(3);
  await page.goto("/findings");
  await expect(
    page.getByRole("link", { name: `Never reviewed: 2 public endpoints of high risk on ${host}` }),
  ).toHaveCount(0);

  await page.goto(`/settings/endpoints?text=${host}`);
  await page.getByRole("link", { name: `POST ${host}/v1/orders` }).click();
  await expect(page.getByText("One weakness, mended.").filter({ visible: true })).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: /Bericht/ }).click();
  expect((await downloading).suggestedFilename()).toBe("Bericht ü.pdf");
  await takeScreenshot("endpoint");

  const reviews = page.getByRole("region", { name: "Reviews" });
  await page.getByRole("button", { name: "Correct", exact: true }).click();
  await expect(dialog.getByLabel("Reviewer")).toHaveValue("Red Team Ltd");
  await dialog.getByLabel("Outcome").selectOption("weaknesses");
  await dialog.getByLabel("Reviewer").fill("Blue Team Ltd");
  await dialog.getByLabel("Reason").fill("Named the wrong team");
  await dialog.getByRole("button", { name: "Correct", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(reviews.getByText("Weaknesses found")).toBeVisible();
  await reviews.getByText("Corrected once").click();
  await expect(reviews.getByText(/by Red Team Ltd/)).toBeVisible();
  await expect(reviews.getByText(/Named the wrong team/)).toBeVisible();
  await takeScreenshot("endpoint-corrected");
  await expectAccessible(page, "an endpoint whose review was corrected");
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(dialog).toContainText("all 3 endpoints");
  await expectAccessible(page, "the withdrawal of a review");
  await dialog.getByLabel("Reason").fill("Another API was tested");
  await dialog.getByRole("button", { name: "Withdraw" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(reviews.getByText(/Another API was tested/)).toBeVisible();
  await expect(reviews.getByRole("button")).toHaveCount(0);
  await page.goto("/findings");
  await expect(
    page.getByRole("link", { name: `Never reviewed: 2 public endpoints of high risk on ${host}` }),
  ).toBeVisible();
});

test("a responder enters an endpoint with a risk of their own, for which a reason is asked", async ({
  page,
  signIn,
}) => {
  const host = `typed-${randomUUID().slice(0, 8)}.example`;
  await signIn("responder");
  await page.goto("/settings/endpoints");
  await page.getByRole("button", { name: "Enter an endpoint" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Host").fill(`${host}/path`);
  await dialog.getByLabel("Path").fill("/a/:id");
  await dialog.getByLabel("Owner").fill("Team");
  await dialog.getByRole("button", { name: "Enter", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("not a host");
  await dialog.getByLabel("Host").fill(host);
  await dialog.getByLabel("Risk").selectOption("low");
  await dialog.getByLabel("Why not medium?").fill("Returns a fixed text");
  await dialog.getByRole("button", { name: "Enter", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await page.goto(`/settings/endpoints?text=${host}`);
  await page.getByRole("link", { name: `GET ${host}/a/{id}` }).click();
  await expect(page.getByText("Returns a fixed text").filter({ visible: true })).toBeVisible();
  await page.getByRole("button", { name: "Take out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take out" }).click();
  await expect(page.getByText("Taken out").filter({ visible: true }).first()).toBeVisible();
});

test("a viewer reads the register, acts on nothing, and gets no report", async ({ page, signIn }) => {
  await signIn("viewer");
  await expect(async () => {
    // The worker enters Muster's own when it starts.
    await page.goto("/settings/endpoints?text=/v1/heartbeats");
    await expect(page.getByRole("link", { name: /\/v1\/heartbeats/ }).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  for (const name of ["Import", "Enter an endpoint", "Change periods", "Record a review"]) {
    await expect(page.getByRole("button", { name })).toHaveCount(0);
  }
  await expect(page.getByLabel("Choose all of this page")).toHaveCount(0);
});

test("uploads: no length, too long, no form, another site's", async ({ db, webUrl }) => {
  const { responder, viewer } = await signInEveryRole(db, webUrl);
  const url = `${webUrl}/settings/endpoints/import?owner=T&exposure=internet&dataClass=internal&host=a.example`;
  const from = (cookie: string, origin = webUrl) => ({ cookie, origin });
  const big = "x".repeat(50 * 1024 * 1024);
  const send = (headers: Record<string, string>, body: string) => ask(url, { method: "POST", headers, body });
  expect(await send(from(responder.cookie), big)).toMatchObject({ status: 413 });
  expect(await send(from(viewer.cookie), "{}")).toMatchObject({ status: 403 });
  expect(await send(from(responder.cookie, "https://evil.example"), "{}")).toMatchObject({ status: 401 });
  expect(await send({ ...from(responder.cookie), "sec-fetch-site": "cross-site" }, "{}")).toMatchObject({
    status: 401,
  });
  expect(await send(from(responder.cookie), "{}")).toMatchObject({ status: 422 });
  const form = await ask(`${webUrl}/settings/endpoints/reviews`, {
    method: "POST",
    headers: from(responder.cookie),
    body: "x",
  });
  expect(form.status).toBe(400);
});

for (const theme of ["light", "dark"] as const) {
  for (const width of [1_440, 390]) {
    const isUsual = theme === "light" && width === 1_440;
    test(`looks right at ${width} px, ${theme}`, { tag: isUsual ? [] : "@long" }, async ({
      page,
      signIn,
      takeScreenshot,
    }) => {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      await signIn("admin");
      await page.goto("/settings/endpoints");
      await expect(page.getByRole("heading", { name: "Public endpoints" })).toBeVisible();
      await expect(page.getByRole("table").first()).toBeVisible();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
      await takeScreenshot(`endpoints-${width}-${theme}`);
    });
  }
}
