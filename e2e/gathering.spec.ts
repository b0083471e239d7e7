import { expect, type Page } from "@playwright/test";
import type { Database } from "@/db/client";
import { systemCtx } from "@/lib/context";
import { makeFinding } from "@/lib/findings/testing/make-findings";
import { openIncident } from "@/lib/incidents/open-incident";
import { expectAccessible } from "./support/expect-accessible";
import { test } from "./support/test";

test.describe.configure({ timeout: 120_000 });

/** Three findings of a rule that nobody else has, the first the gravest. */
async function makeThree(db: Database) {
  const rule = `external.e2e-gather-${Date.now()}`;
  for (const [index, severity] of (["critical", "high", "medium"] as const).entries()) {
    await makeFinding(db, { rule, severity, title: `Shell in pod ${index} of ${rule}` }, new Date());
  }
  return rule;
}

const item = (page: Page, index: number) =>
  page
    .getByRole("list", { name: "Findings" })
    .getByRole("listitem")
    .filter({ hasText: `Shell in pod ${index} ` });

test("by keyboard alone: an incident opened from a finding, two more joined to it as it is the likeliest, one taken out", async ({
  page,
  db,
  signIn,
  takeScreenshot,
}) => {
  const rule = await makeThree(db);
  await openIncident(systemCtx(db, "somebody else", new Date()), { title: `Nothing alike ${rule}` });
  await signIn("responder");
  await page.goto(`/findings?rule=${rule}`);
  await expect(item(page, 0)).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("i");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toHaveAccessibleName("Incident of this finding");
  await expect(dialog.getByLabel("Find an open incident")).toBeFocused();
  await expect(dialog.getByRole("radio", { name: "A new incident" })).toBeChecked();
  await expect(dialog.getByRole("textbox", { name: "Title" })).toHaveValue(`Shell in pod 0 of ${rule}`);
  await dialog.getByRole("textbox", { name: "Title" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  const reference = item(page, 0).getByRole("link", { name: /^INC-/ });
  await expect(reference).toBeVisible();
  const first = String(await reference.textContent());
  expect(first).toMatch(/^INC-\d{4}-\d{3,}$/);

  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("i");
  await expect(dialog).toHaveAccessibleName("Incident of 2 findings");
  await expect(dialog.getByRole("radio").first()).toBeChecked();
  await expect(dialog.getByRole("listitem").first()).toContainText("same detector");
  for (const width of [1_440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, `gathering, ${colorScheme}, ${width} pixels wide`);
      await takeScreenshot(`gathering-${colorScheme}-${width}`);
    }
  }
  await dialog.getByRole("button", { name: `Join ${first}` }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(item(page, 1)).toContainText(first);
  await expect(item(page, 2)).toContainText(first);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(item(page, 1)).not.toContainText("INC-");

  await page.goto(`/findings?rule=${rule}`);
  await page.keyboard.press("i");
  await dialog.getByRole("button", { name: `Take out of ${first}` }).click();
  await expect(dialog).toHaveCount(0);
  await expect(item(page, 0)).not.toContainText("INC-");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(item(page, 0)).toContainText(first);
  await item(page, 0).getByRole("link", { name: first }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`Shell in pod 0 of ${rule}`);
  await db.$client`delete from findings where rule = ${rule}`;
});

test("on a finding's page; a viewer sees the reference and no way to change it", async ({ page, db, signIn }) => {
  const rule = await makeThree(db);
  const { id } = await makeFinding(db, { rule, severity: "low", title: `Shell in pod 9 of ${rule}` }, new Date());
  await signIn("responder");
  await page.goto(`/findings/${id}`);
  await page.getByRole("button", { name: "Incident…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Open incident" }).click();
  await expect(dialog).toHaveCount(0);
  const link = page.getByRole("toolbar", { name: "Acts" }).getByRole("link", { name: /^INC-/ });
  await expect(link).toBeVisible();
  const reference = String(await link.textContent());

  await signIn("viewer");
  await page.goto(`/findings?rule=${rule}`);
  await expect(item(page, 9)).toContainText(reference);
  await page.keyboard.press("i");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Incident…" })).toHaveCount(0);
  await db.$client`delete from findings where rule = ${rule}`;
});
