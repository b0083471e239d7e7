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

/**
 * The page, whose goto and reload come back when it has streamed in: until then a text may stand twice, once where React is about to move
 * it, and a locator that must find one finds two.
 */
function settled(page: Page): Page {
  const { goto, reload } = page;
  const isSettled = () => page.waitForFunction(() => document.querySelector('div[hidden][id^="S:"]') === null);
  page.goto = async (...given) => {
    const answer = await goto.apply(page, given);
    await isSettled();
    return answer;
  };
  page.reload = async (...given) => {
    const answer = await reload.apply(page, given);
    await isSettled();
    return answer;
  };
  return page;
}

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
  page: async ({ page }, use) => {
    await use(settled(page));
  },
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
