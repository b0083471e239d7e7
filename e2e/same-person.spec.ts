import { expect } from "@playwright/test";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { createToken } from "@/lib/access/tokens/create-token";
import { expectAccessible } from "./support/expect-accessible";
import { test } from "./support/test";

test("an admin marks two accounts as one person's by their page, and takes it back", async ({
  db,
  page,
  signIn,
  takeScreenshot,
}) => {
  await signIn("admin");
  const [one, other] = [
    await createSessionFor(db, { role: "responder", name: "Grace One" }),
    await createSessionFor(db, { role: "admin", name: "Grace Other" }),
  ];
  await page.goto(`/settings/users/${one.userId}`);
  const field = page.getByLabel("Same person as", { exact: true });
  await field.fill("nobody@x.invalid");
  await page.getByRole("button", { name: "Mark as one person" }).click();
  await expect(page.getByText("Nobody who has signed in has this id or address.")).toBeVisible();
  await field.fill(other.userId);
  await page.getByRole("button", { name: "Mark as one person" }).click();
  await expect(page.getByRole("link", { name: "Grace Other" })).toBeVisible();
  await expectAccessible(page, "user");
  await takeScreenshot("same-person");
  await page.getByRole("link", { name: "Grace Other" }).click();
  await page.getByRole("button", { name: "Separate from them" }).click();
  await expect(page.getByRole("button", { name: "Separate from them" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Grace One" })).toHaveCount(0);
});

test("the page of tokens says which are limited by what their maker is now", async ({
  db,
  page,
  signIn,
  takeScreenshot,
}) => {
  const { userId } = await createSessionFor(db, { role: "admin", name: "Former admin" });
  const actor = { kind: "user", id: userId, name: "Former admin", role: "admin" } as const;
  const token = { kind: "api", name: "of a former admin", role: "responder" } as const;
  await createToken({ db, actor, now: new Date() }, token);
  await db.$client`update users set role = 'viewer' where id = ${userId}`;
  await signIn("admin");
  await page.goto(`/settings/tokens?madeBy=${userId}`);
  const row = page.getByRole("row").filter({ hasText: "of a former admin" });
  await expect(row).toContainText("limited to viewer: its maker is now viewer");
  await takeScreenshot("limited-token");
});
