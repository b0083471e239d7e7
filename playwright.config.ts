import { defineConfig } from "@playwright/test";
import { findSystemBrowser, hasOwnBrowser } from "./scripts/find-browser.mjs";

const isLong = process.env.MUSTER_LONG === "1";
const executablePath = hasOwnBrowser() ? undefined : findSystemBrowser();

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/support/start-stack.ts",
  outputDir: "test-results/browser",
  // Tests share one stack and make their own records, so they may run beside each other.
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  ...(isLong ? {} : { grepInvert: /@long/ }),
  timeout: isLong ? 600_000 : 30_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/playwright.json" }]],
  use: {
    browserName: "chromium",
    viewport: { width: 1_440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: { ...(executablePath ? { executablePath } : {}), chromiumSandbox: process.getuid?.() !== 0 },
  },
});
