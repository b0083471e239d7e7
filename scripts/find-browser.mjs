import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Problem } from "./problem.mjs";
import { step } from "./progress.mjs";
import { lastLines, runCommand } from "./run-command.mjs";

const onPath = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const elsewhere = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/** A Chromium of the system that runs (Ubuntu's may be a stub that asks for snap), or undefined. */
export function findSystemBrowser() {
  for (const name of onPath) {
    const path = spawnSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
    if (path && spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0) return path;
  }
  return elsewhere.find((path) => existsSync(path));
}

/** Whether Playwright has a browser of its own. */
export function hasOwnBrowser() {
  const { chromium } = createRequire(import.meta.url)("@playwright/test");
  return existsSync(chromium.executablePath());
}

/**
 * Installs a browser where there is none, with what the machine has. Throws a Problem where it cannot.
 * @param {AbortSignal} [signal]
 */
export async function ensureBrowser(signal) {
  if (hasOwnBrowser() || findSystemBrowser()) return;
  let output = "";
  await step("Installing a browser", async () => {
    if (isRootOnDebian()) {
      output += await run("apt-get", ["update"], signal);
      output += await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], signal);
      if (findSystemBrowser()) return;
    }
    output += await run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"], signal);
  });
  if (hasOwnBrowser() || findSystemBrowser()) return;
  process.stderr.write(`${lastLines(output)}\n`);
  throw new Problem(
    "No browser could be installed: install Chromium or Chrome, or run `npx playwright install chromium`.",
  );
}

function isRootOnDebian() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;
  if (!/^ID(_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8"))) return false;
  try {
    execFileSync("apt-get", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function run(
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {AbortSignal | undefined} */ signal,
) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { output } = await runCommand(command, args, { env, signal });
  return output;
}
