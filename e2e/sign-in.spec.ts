import { expect } from "@playwright/test";
import { test } from "./support/test";

test("a page asks to sign in, and is shown after the local sign-in", async ({ page, webUrl }) => {
  await page.goto("/fleet");
  await expect(page).toHaveURL(/\/login/);
  await page.getByRole("button", { name: "Sign in with single sign-on" }).click();
  await page.getByRole("button", { name: /Vera Viewer/ }).click();
  await expect(page).toHaveURL(`${webUrl}/fleet`);
});

test("a session opens the pages without the form", async ({ page, signIn, webUrl }) => {
  await signIn("responder");
  await page.goto("/login");
  await expect(page).not.toHaveURL(`${webUrl}/login`);
});
