import { join } from "node:path";
import { test as base, type Page } from "@playwright/test";
import { connectDatabase, type Database } from "@/db/client";
import type { Role } from "@/lib/access/permissions";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { runningStack } from "./stack";

type OfTest = {
  /** Signs this test's browser in as a new person of `role`, without the form. */
  signIn: (role: Role, name?: string) => Promise<void>;
  /** Writes test-results/screenshots/<name>.png, for people to look at. */
  takeScreenshot: (name: string, page?: Page) => Promise<void>;
};
type OfWorker = { db: Database; gatewayUrl: string; webUrl: string };

/** Playwright's test with the running stack: every test makes its own records, and finds those of others beside them. */
export const test = base.extend<OfTest, OfWorker>({
  db: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const db = connectDatabase(runningStack().databaseUrl, { name: "muster-e2e", max: 4 });
      await use(db);
      await db.$client.end({ timeout: 5 });
    },
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  gatewayUrl: [({}, use) => use(runningStack().gatewayUrl), { scope: "worker" }],
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  webUrl: [({}, use) => use(runningStack().webUrl), { scope: "worker" }],
  baseURL: ({ webUrl }, use) => use(webUrl),
  signIn: async ({ context, db, webUrl }, use) => {
    await use(async (role, name) => {
      const { cookie } = await createSessionFor(db, { role, publicUrl: webUrl, ...(name ? { name } : {}) });
      await context.addCookies([{ ...cookie, url: webUrl, httpOnly: true, sameSite: "Lax" }]);
    });
  },
  takeScreenshot: async ({ page }, use) => {
    await use(async (name, other) => {
      await (other ?? page).screenshot({ path: join("test-results", "screenshots", `${name}.png`) });
    });
  },
});
