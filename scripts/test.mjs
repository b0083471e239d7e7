import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt, isBuilt } from "./build.mjs";
import { checkNode } from "./check-node.mjs";
import { ensureBrowser } from "./find-browser.mjs";
import { ensureInstalled } from "./install.mjs";
import { Problem, printProblem } from "./problem.mjs";
import { runCommand } from "./run-command.mjs";
import { playwrightCounts, vitestCounts } from "./test-counts.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = join(root, "test-results");
const vitestReport = join(reports, "vitest.json");
const playwrightReport = join(reports, "playwright.json");
const none = () => ({ passed: 0, failed: 0, skipped: 0 });

const bin = (/** @type {string} */ path) => join("node_modules", path);

/** Each part: how it runs, which of its lines are its result, and how many tests it counts. */
const parts = [
  {
    name: "format and lint",
    args: [bin("@biomejs/biome/bin/biome"), "check", "."],
    closing: /^(Checked|Found|Skipped)/,
    counts: none,
  },
  { name: "types", args: [bin("typescript/bin/tsc"), "--noEmit"], closing: /error TS/, counts: none },
  {
    name: "unit",
    args: [
      bin("vitest/vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${vitestReport}`,
    ],
    closing: /^\s*(Test Files|Tests|Errors|Duration)\s/,
    counts: () => vitestCounts(vitestReport),
  },
  {
    name: "browser",
    args: [bin("@playwright/test/cli.js"), "test"],
    closing: /^\s*\d+ (passed|failed|flaky|skipped|interrupted|did not run)/,
    counts: () => playwrightCounts(playwrightReport),
  },
];

async function main(/** @type {AbortSignal} */ signal) {
  const { isLong, only } = readArguments(process.argv.slice(2));
  checkNode();
  process.chdir(root);
  await ensureInstalled(root, signal);
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  // A server that runs from .next is left alone.
  const dist = isBuilt(root, ".next") ? ".next" : ".next-test";
  const env = environment(dist, isLong);

  /** @type {string[]} */
  const closing = [];
  const total = none();
  for (const part of parts.filter(({ name }) => !only || name === only)) {
    process.stdout.write(`\n── ${part.name}\n`);
    if (part.name === "browser") {
      await ensureBrowser(signal);
      await ensureBuilt(root, dist, signal);
    }
    const { isFailed, lines } = await runPart(part, env, signal);
    const counts = part.counts();
    total.passed += counts.passed;
    // A run that failed without a failed test (a format, a type, a crash of the runner) is one failure.
    total.failed += counts.failed + (isFailed && counts.failed === 0 ? 1 : 0);
    total.skipped += counts.skipped;
    closing.push(`── ${part.name}: ${isFailed ? "FAILED" : "passed"}`, ...lines);
  }
  process.stdout.write(`\n${closing.join("\n")}\n\n`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
  return total.failed === 0 ? 0 : 1;
}

function readArguments(/** @type {string[]} */ given) {
  const options = { isLong: false, only: /** @type {string | undefined} */ (undefined) };
  const rest = [...given];
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === "--long") options.isLong = true;
    else if (name === "--only") options.only = rest.shift() ?? "";
    else throw new Problem(`Unknown: ${name}. There are --long and --only unit|browser|types|"format and lint".`);
  }
  if (options.only !== undefined && !parts.some(({ name }) => name === options.only)) {
    throw new Problem(`--only ${options.only}: there are ${parts.map(({ name }) => `"${name}"`).join(", ")}.`);
  }
  return options;
}

const ofMuster = [
  ...[
    "DATABASE_URL",
    "DATABASE_URL_MIGRATE",
    "DATABASE_URL_INGEST",
    "PUBLIC_URL",
    "GATEWAY_PUBLIC_URL",
    "SMTP_URL",
    "MUSTER_DATA",
  ],
  ...[
    "AUTH_ISSUER",
    "AUTH_CLIENT_ID",
    "AUTH_CLIENT_SECRET",
    "AUTH_ROLE_CLAIM",
    "PORT",
    "GATEWAY_PORT",
    "LOCAL_SSO_PORT",
    "AUDIT_ANCHOR",
  ],
];

/** Of the runners: nothing that a shell or a file .env sets for a running Muster reaches the tests. Empty counts as unset. */
function environment(/** @type {string} */ dist, /** @type {boolean} */ isLong) {
  const env = { ...process.env, CI: "true", MUSTER_DIST: dist, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  delete env.FORCE_COLOR;
  if (isLong) env.MUSTER_LONG = "1";
  delete env.NODE_ENV;
  for (const name of ofMuster) env[name] = "";
  return env;
}

async function runPart(
  /** @type {(typeof parts)[number]} */ part,
  /** @type {NodeJS.ProcessEnv} */ env,
  /** @type {AbortSignal} */ signal,
) {
  /** @type {string[]} */
  const lines = [];
  const { code } = await runCommand(process.execPath, part.args, {
    cwd: root,
    env,
    signal,
    onLine: (line) => {
      process.stdout.write(`${line}\n`);
      if (part.closing.test(line)) lines.push(line);
    },
  });
  return { isFailed: code !== 0, lines: lines.slice(-12) };
}

const ending = new AbortController();
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => ending.abort(new Problem("Interrupted.")));

main(ending.signal).then(
  (code) => process.exit(code),
  (error) => {
    printProblem(error);
    process.stdout.write("0 passed, 1 failed\n");
    process.exit(1);
  },
);
