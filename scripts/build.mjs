import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aloneIn } from "./alone-in.mjs";
import { Problem } from "./problem.mjs";
import { step } from "./progress.mjs";
import { lastLines, runCommand } from "./run-command.mjs";

const folders = ["app", "components", "db", "lib", "public"];
const files = [
  "instrumentation.ts",
  "next.config.mjs",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
const isTest = /\.test\.tsx?$/;

/**
 * Builds the web server into `folder`, when what is there was not built from just these sources.
 * @param {string} root
 * @param {string} folder
 * @param {AbortSignal} [signal]
 */
export async function ensureBuilt(root, folder, signal) {
  if (isBuilt(root, folder)) return;
  await aloneIn(root, signal, async () => {
    const sources = hashSources(root);
    if (builtFrom(root, folder) === sources) return;
    const stamp = stampOf(root, folder);
    rmSync(stamp, { force: true });
    await step("Building the web server", () => build(root, folder, signal));
    writeFileSync(stamp, sources);
  });
}

/**
 * @param {string} root
 * @param {string} folder
 */
export const isBuilt = (root, folder) => builtFrom(root, folder) === hashSources(root);

const stampOf = (/** @type {string} */ root, /** @type {string} */ folder) => join(root, folder, "muster-sources");

function builtFrom(/** @type {string} */ root, /** @type {string} */ folder) {
  const stamp = stampOf(root, folder);
  return existsSync(stamp) ? readFileSync(stamp, "utf8") : undefined;
}

async function build(
  /** @type {string} */ root,
  /** @type {string} */ folder,
  /** @type {AbortSignal | undefined} */ signal,
) {
  const { NODE_ENV: _, ...env } = process.env;
  const { code, output } = await runCommand(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: root,
    env: { ...env, MUSTER_DIST: folder, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    signal,
  });
  if (code === 0) return;
  process.stderr.write(`\n${lastLines(output, 40)}\n`);
  if (/ENOSPC/.test(output))
    throw new Problem("The build failed, the disk is full: make 1 GB of room and start again.");
  if (code === 137 || /out of memory/i.test(output)) {
    throw new Problem("The build ran out of memory: it needs 2 GB free. End other programs and start again.");
  }
  throw new Problem("The web server could not be built for the reason above.");
}

/** By content, not by time: a fresh clone and a switched branch have new times on old contents. */
function hashSources(/** @type {string} */ root) {
  const hash = createHash("sha256").update(process.version);
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) continue;
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const path of paths.sort()) if (!isTest.test(path)) addFile(hash, path);
  }
  for (const file of files) if (existsSync(join(root, file))) addFile(hash, join(root, file));
  return hash.digest("hex");
}

function addFile(/** @type {import("node:crypto").Hash} */ hash, /** @type {string} */ path) {
  hash.update(path).update("\0").update(readFileSync(path)).update("\0");
}
