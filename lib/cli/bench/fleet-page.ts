import { chromium } from "@playwright/test";
import { type Sql, wrapSql } from "@/db/client";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { findSystemBrowser, hasOwnBrowser } from "@/scripts/find-browser.mjs";

/** The fleet page, open in a Chromium as a person sees it. */
export type FleetPage = {
  /** Resolves with the time (ms since the epoch) at which a finding that says "fell" stands on the page. */
  findingShown(timeoutMs: number): Promise<number>;
  close(): Promise<void>;
};

export async function openFleetPage(sql: Sql, webUrl: string): Promise<FleetPage> {
  const own = hasOwnBrowser() ? undefined : findSystemBrowser();
  const browser = await chromium.launch({
    ...(own ? { executablePath: own } : {}),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const { cookie } = await createSessionFor(wrapSql(sql), { role: "responder", publicUrl: webUrl });
  await context.addCookies([{ ...cookie, url: webUrl, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  await page.goto(`${webUrl}/fleet`);
  return {
    async findingShown(timeoutMs) {
      const findings = page.getByRole("list", { name: "Open findings of the fleet" });
      await findings.getByRole("link", { name: /fell from/ }).waitFor({ timeout: timeoutMs });
      return Date.now();
    },
    close: () => browser.close(),
  };
}
