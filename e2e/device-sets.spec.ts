import { expect, type Page } from "@playwright/test";
import type { Database } from "@/db/client";
import { systemCtx } from "@/lib/context";
import { saveDeviceSet } from "@/lib/fleet/device-sets/save-device-set";
import { makeFleet } from "@/lib/fleet/testing/make-fleet";
import { test } from "./support/test";

/** Two sets of this test alone: five devices of one region, of which three are of the first agent. */
async function makeSets(db: Database): Promise<string> {
  const mark = `sets${Date.now().toString(36)}`;
  const devices = Array.from({ length: 5 }, (_, i) => ({
    deviceId: `${mark}-${i}`,
    provider: mark,
    region: `${mark}-region`,
    agent: i < 3 ? `${mark}-1` : `${mark}-2`,
  }));
  await makeFleet(db, devices, new Date(Date.now() - 3_600_000));
  const ctx = systemCtx(db, "test", new Date());
  await expect(async () => {
    // This process looks for devices enrolled by others a few times a second, too.
    const set = await saveDeviceSet(ctx, { name: `${mark} region`, filter: { region: [`${mark}-region`] } });
    expect(set.devices).toBe(5);
  }).toPass({ timeout: 20_000 });
  await saveDeviceSet(ctx, { name: `${mark} old agent`, filter: { agent: [`${mark}-1`] } });
  return mark;
}

const rowOf = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

test("sets are listed, combined, opened, renamed, and deleted with a reason", async ({
  page,
  signIn,
  db,
  takeScreenshot,
}) => {
  const mark = await makeSets(db);
  await signIn("responder");
  await page.goto("/fleet/devices");
  await page.getByRole("main").getByRole("link", { name: "device sets" }).click();
  await expect(page).toHaveURL(/\/fleet\/sets$/);
  await expect(rowOf(page, `${mark} region`).getByRole("cell").nth(1)).toHaveText("5");

  await page.getByRole("button", { name: "Combine sets" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("First set").selectOption({ label: `${mark} region (5)` });
  await dialog.getByLabel("Second set").selectOption({ label: `${mark} old agent (3)` });
  await dialog.getByLabel("Devices that are").selectOption("difference");
  await expect(dialog.getByRole("status")).toHaveText("2 devices");
  await dialog.getByLabel("Name of the new set").fill(`${mark} new agent`);
  await takeScreenshot("device-sets-combine");
  await dialog.getByRole("button", { name: "Save the set" }).click();
  await expect(dialog).toHaveCount(0);
  const made = rowOf(page, `${mark} new agent`).filter({ hasText: `“${mark} region” without “${mark} old agent”` });
  await expect(made.getByRole("cell").nth(1)).toHaveText("2");
  await takeScreenshot("device-sets");

  await page.getByRole("button", { name: `Rename ${mark} new agent` }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(`${mark} renamed`);
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await page
    .getByRole("row")
    .filter({ hasText: "without" })
    .getByRole("link", { name: `${mark} renamed`, exact: true })
    .click();
  await expect(page).toHaveURL(/\/fleet\/devices\?set=/);
  await expect(page.getByRole("button", { name: `Remove filter Device set: ${mark} renamed` })).toBeVisible();
  await expect(page.getByText("2 devices").filter({ visible: true }).first()).toBeVisible();

  await page.goto(`/fleet/sets?q=${mark}`);
  await page.getByRole("button", { name: `Delete ${mark} renamed` }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("no longer needed");
  await page.getByRole("dialog").getByRole("button", { name: "Delete the set" }).click();
  await expect(page.getByRole("button", { name: `Delete ${mark} renamed` })).toHaveCount(0);
  await expect(rowOf(page, `${mark} region`)).toHaveCount(1);
  const [audit] = await db.$client`
    select after from audit_log where action = 'device-set.delete' and before->>'name' = ${`${mark} renamed`}`;
  expect(JSON.stringify(audit?.after)).toContain("no longer needed");
});

test("a viewer sees the sets and may do nothing to them", async ({ page, signIn, db }) => {
  const mark = await makeSets(db);
  await signIn("viewer");
  await page.goto(`/fleet/sets?q=${mark}`);
  await expect(rowOf(page, `${mark} region`)).toHaveCount(1);
  await expect(page.getByRole("button", { name: /^(Rename|Delete|Combine)/ })).toHaveCount(0);
  await page.goto("/fleet/sets?q=nothing-is-called-this");
  await expect(page.getByText("No set has this in its name").filter({ visible: true })).toBeVisible();
});
