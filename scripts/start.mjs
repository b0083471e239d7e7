import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { checkNode } from "./check-node.mjs";
import { takeDataDirectory } from "./data-lock.mjs";
import { checkFreeSpace } from "./free-space.mjs";
import { ensureInstalled } from "./install.mjs";
import { checkPorts } from "./ports.mjs";
import { Problem, printProblem } from "./problem.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const demoBytes = 5e9;
const emptyBytes = 1e9;
/** How long the processes of a start that was killed may take to give up their ports. */
const orphanPatienceMs = 20_000;
const interrupted = new Problem("Interrupted.");

const usage = `npm start                          installs, builds and runs Muster with its demo
npm start -- --empty               without the demo, for real records
npm start -- --scene aftermath     the demo six hours after the collapse
npm run dev                        the same for developers: sources are watched
README.md and .env.example say what can be set (ports, data directory, database, sign-in).`;

function readArguments(/** @type {string[]} */ given) {
  const options = { isEmpty: false, isDev: false, scene: /** @type {string | undefined} */ (undefined) };
  const rest = [...given];
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === "--empty") options.isEmpty = true;
    else if (name === "--dev") options.isDev = true;
    else if (name === "--scene") options.scene = rest.shift() ?? "";
    else if (name.startsWith("--scene=")) options.scene = name.slice("--scene=".length);
    else throw new Problem(`Unknown: ${name}\n${usage}`);
  }
  if (options.scene !== undefined && !["start", "aftermath"].includes(options.scene)) {
    throw new Problem(`--scene is "start" or "aftermath", not "${options.scene}".`);
  }
  if (options.scene && options.isEmpty)
    throw new Problem("--scene is of the demo, which --empty leaves out: choose one.");
  return options;
}

async function main(/** @type {AbortSignal} */ signal) {
  const given = process.argv.slice(2);
  if (given.includes("--help") || given.includes("-h")) return console.log(usage);
  const options = readArguments(given);
  checkNode();
  process.chdir(root);
  if (existsSync(".env")) process.loadEnvFile(".env");
  const data = resolve(process.env.MUSTER_DATA || ".data");
  if (!process.env.DATABASE_URL && !existsSync(join(data, "postgres")) && !existsSync(join(data, "postgres.at"))) {
    const [bytes, purpose] = options.isEmpty ? [emptyBytes, "a new database"] : [demoBytes, "the demo"];
    checkFreeSpace(data, bytes, purpose, "make room, or set MUSTER_DATA to a folder on another disk");
  }
  const lock = takeDataDirectory(data);
  try {
    await checkPorts(process.env, lock.wasKilled ? orphanPatienceMs : 0);
    await ensureInstalled(root, signal);
    await import("tsx");
    const { parseEnv } = await import("../lib/env.ts");
    const env = parseEnv(process.env);
    const { supervise } = await import("./supervise.ts");
    await supervise({ root, env, ...options, signal });
  } finally {
    lock.release();
  }
}

/** Under nohup a closed terminal is no reason to end; a listener of ours would undo that. */
function isHangUpIgnored() {
  try {
    const mask = /^SigIgn:\s*([0-9a-f]+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
    return (Number.parseInt(mask.slice(-1), 16) & 1) === 1;
  } catch {
    return false;
  }
}

const ending = new AbortController();
for (const name of ["SIGINT", "SIGTERM", ...(isHangUpIgnored() ? [] : ["SIGHUP"])]) {
  process.on(name, () => ending.abort(interrupted));
}

// npm hands signals on, but when it is killed itself nobody does.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && ending.abort(interrupted), 500).unref();
}

main(ending.signal).then(
  () => process.exit(0),
  (error) => {
    printProblem(error);
    process.exit(error === interrupted ? 130 : 1);
  },
);
