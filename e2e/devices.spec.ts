import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import type { Database } from "@/db/client";
import { makeFleet } from "@/lib/fleet/testing/make-fleet";
import { test } from "./support/test";

const hourMs = 3_600_000;

/** Two providers of this test alone, whose devices share a mark in their names. */
async function makeProviders(db: Database) {
  const mark = `mark${Date.now().toString(36)}`;
  const of = (provider: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      deviceId: `${mark}-${provider}-${i}`,
      name: i === 0 ? `=cmd|' ${mark}` : `${mark} ${i}`,
      provider: `${mark}-${provider}`,
      region: "eu-west",
      gpuModel: "RTX 4090",
      agent: "1.4.2",
    }));
  await makeFleet(db, [...of("north", 3), ...of("south", 2)], new Date(Date.now() - hourMs));
  return { mark, north: `${mark}-north`.toUpperCase() };
}

/** The web looks for devices enrolled elsewhere a few times a second: whoever looks sooner looks again. */
async function openList(page: Page, query: string, shown: string) {
  await expect(async () => {
    await page.goto(`/fleet/devices?q=${query}`);
    await expect(page.getByText(shown).filter({ visible: true })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}

test("filter to a provider, open a device, come back and export what is filtered", async ({
  page,
  signIn,
  db,
  takeScreenshot,
}) => {
  const { mark, north } = await makeProviders(db);
  await signIn("relations");
  await openList(page, mark, "5 devices");
  await page.getByLabel("Filter by provider").fill(north);
  await page.getByLabel("Filter by provider").press("Enter");
  await expect(page).toHaveURL(new RegExp(`provider=${mark}-north`));
  await expect(page.getByText("3 devices").filter({ visible: true })).toBeVisible();
  await page.getByRole("columnheader", { name: "Device" }).getByRole("button").click();
  await expect(page).toHaveURL(/order=desc/);
  await expect(page.getByRole("row").nth(1)).toContainText(`${mark}-north-2`);
  await takeScreenshot("devices");

  await page.getByRole("link", { name: `${mark}-north-1` }).click();
  await expect(page.getByRole("heading", { name: `${mark} 1` })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Minutes of the last 30 days" })).toBeVisible();
  await takeScreenshot("device");
  await page.goBack();

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^devices-.*Z\.csv$/);
  const lines = readFileSync(await file.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  expect(lines).toHaveLength(4);
  expect(lines.find((line) => line.startsWith(`${mark}-north-0,`))).toContain(`'=cmd|'`);
});

test("a responder quarantines what is filtered after typing the number, and releases it", async ({
  page,
  signIn,
  db,
}) => {
  const { mark } = await makeProviders(db);
  await signIn("responder");
  await openList(page, `${mark}-south`, "2 devices");
  await page.getByRole("button", { name: "Quarantine these" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("claims GPUs that it does not have");
  await dialog.getByLabel("Type the number of devices").fill("200");
  await dialog.getByRole("button", { name: "Quarantine" }).click();
  await expect(dialog.getByRole("alert")).toContainText("It is 2 devices now");
  await dialog.getByLabel("Type the number of devices").fill("2");
  await dialog.getByRole("button", { name: "Quarantine" }).click();
  await expect(page.getByText("Quarantined 2 devices", { exact: true }).filter({ visible: true })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Quarantined" })).toHaveCount(2);

  await page.getByRole("link", { name: `${mark}-south-1` }).click();
  await expect(
    page.getByText("It was quarantined: claims GPUs that it does not have.").filter({ visible: true }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Release" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("proof was sent");
  await page.getByRole("dialog").getByRole("button", { name: "Release" }).click();
  await expect(page.getByRole("button", { name: "Quarantine" })).toBeVisible();
});

test("a viewer reads the list and takes nothing away", async ({ page, signIn, db }) => {
  const { mark } = await makeProviders(db);
  await signIn("viewer");
  await openList(page, mark, "5 devices");
  await expect(page.getByRole("link", { name: "Export CSV" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Quarantine these" })).toHaveCount(0);
  const answer = await page.request.get(`/fleet/devices/export?q=${mark}`);
  expect(answer.status()).toBe(403);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
  expect(await answer.text()).not.toContain(mark);
});
