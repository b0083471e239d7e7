import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import { ask } from "./support/ask";
import { builtRoutes, examplePath } from "./support/built-routes";
import { makeExampleRecords, recordPath, removeExampleRecords } from "./support/example-records";
import { signInEveryRole } from "./support/people";
import { test } from "./support/test";

const recordPages = builtRoutes().filter(({ path, isPage }) => isPage && path.includes("["));

test("a page about a record that is not there is 404 for programs and browsers; one that is there is 200", async ({
  db,
  webUrl,
}) => {
  const { admin } = await signInEveryRole(db, webUrl);
  const records = await makeExampleRecords(db);
  const status = async (path: string, accept: string) =>
    (await ask(`${webUrl}${path}`, { headers: { cookie: admin.cookie, accept } })).status;
  expect(recordPages.length).toBeGreaterThan(5);
  for (const { path } of recordPages) {
    for (const accept of ["*/*", "text/html"]) {
      for (const missing of [
        examplePath(path),
        path.replace(/\[[^\]]+\]/, randomUUID()),
        `${examplePath(path)}?at=x`,
      ]) {
        // A new page about a record has to stand in app/(dashboard)/require-record.ts.
        expect([missing, accept, await status(missing, accept)]).toEqual([missing, accept, 404]);
      }
      const there = recordPath(path, records);
      expect([there, accept, await status(there, accept)]).toEqual([there, accept, 200]);
    }
  }
  await removeExampleRecords(db, records);
});

test("a browser shows that there is nothing, and leads on", async ({ page, signIn }) => {
  await signIn("viewer");
  const heading = page.getByRole("heading", { name: "There is nothing at this address" });
  await page.goto("/fleet/devices/no-such-device");
  await expect(heading).toBeVisible();
  await page.getByRole("link", { name: "Go to the fleet" }).click();
  await expect(page).toHaveURL(/\/fleet$/);
  await expect(page.getByRole("banner")).toBeVisible();
});
