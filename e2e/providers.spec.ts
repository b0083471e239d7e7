import { expect } from "@playwright/test";
import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { providers } from "@/db/schema/fleet";
import { makeFleet } from "@/lib/fleet/testing/make-fleet";
import { test } from "./support/test";

async function makeProvider(db: Database) {
  const slug = `provider${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  await makeFleet(db, [{ deviceId: `${slug}-1`, provider: slug }], new Date(Date.now() - 3_600_000));
  const contact = {
    contactName: `Person of ${slug}`,
    contactEmail: `${slug}@secret.example`,
    contactPhone: "+351 000 111",
  };
  await db.update(providers).set(contact).where(eq(providers.slug, slug));
  return { slug, ...contact };
}

test("nothing that a viewer is sent contains contact data", async ({ page, signIn, db }) => {
  const { slug, contactEmail, contactName, contactPhone } = await makeProvider(db);
  await signIn("viewer");
  const bodies: string[] = [];
  for (const path of [
    `/fleet/providers/${slug}`,
    `/fleet/providers?q=${slug}`,
    `/fleet/providers/rows?q=${slug}`,
    `/fleet/devices?provider=${slug}`,
  ]) {
    bodies.push(await (await page.request.get(path)).text());
    // What a browser's router asks for.
    bodies.push(await (await page.request.get(path, { headers: { rsc: "1" } })).text());
  }
  expect(bodies.some((body) => body.includes(slug))).toBe(true);
  for (const secret of [contactEmail, contactName, contactPhone]) {
    expect(bodies.filter((body) => body.includes(secret))).toEqual([]);
  }
  await page.goto(`/fleet/providers/${slug}`);
  await expect(page.getByText("for relations, responder, admin").filter({ visible: true })).toBeVisible();
});

test("relations find a provider, read its contact and correct it", async ({ page, signIn, db, takeScreenshot }) => {
  const { slug, contactEmail } = await makeProvider(db);
  await signIn("relations");
  await page.goto("/fleet/providers");
  await page.getByLabel("Search name or slug").fill(slug);
  await page.getByLabel("Search name or slug").press("Enter");
  await page.getByRole("link", { name: slug.toUpperCase() }).click();
  await expect(page.getByRole("link", { name: contactEmail })).toBeVisible();
  await takeScreenshot("provider");

  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Time zone").fill("Mars/Olympus");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("not a time zone");
  await dialog.getByLabel("Time zone").fill("Asia/Tokyo");
  await dialog.getByLabel("E-mail").fill(`new-${contactEmail}`);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("link", { name: `new-${contactEmail}` })).toBeVisible();
  await expect(page.getByText("Asia/Tokyo").filter({ visible: true }).first()).toBeVisible();
});
