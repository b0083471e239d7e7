import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connectSql } from "@/db/client";
import { freePort } from "@/db/embedded";
import { findOwner } from "@/db/embedded/owner";
import { makeTemporaryFolder } from "@/db/embedded/reachable";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = makeTemporaryFolder(findOwner(""));
const clone = join(folder, "muster");
const data = join(clone, ".data");
const urlFile = join(data, "database-url");
let variables: NodeJS.ProcessEnv;

type Run = {
  process: ChildProcess;
  output: () => string;
  untilShown: (pattern: RegExp) => Promise<void>;
  ended: Promise<number | null>;
};
let last: Run | undefined;

beforeAll(async () => {
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, clone], { stdio: "pipe" });
  const ports = { PORT: await freePort(), GATEWAY_PORT: await freePort(), LOCAL_SSO_PORT: await freePort() };
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(MUSTER|DATABASE|AUTH|VITEST|npm|NODE_ENV)/.test(name),
  );
  variables = {
    ...Object.fromEntries(inherited),
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    // What a build machine may have set: the packages for the build are installed all the same.
    NODE_ENV: "production",
  };
}, 60_000);

// What a failed test leaves running does not fail the next one.
afterEach(async () => {
  last?.process.kill("SIGTERM");
  await last?.ended;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }), 300_000);

function start(...args: string[]): Run {
  const child = spawn("npm", ["start", "--", ...args], {
    cwd: clone,
    env: variables,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let text = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      for (const check of waiting) check();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const untilShown = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const check = () => pattern.test(text) && resolve();
      waiting.add(check);
      check();
      ended.then((code) => reject(new Error(`It ended with ${code} before ${pattern}:\n${text}`)));
    });
  last = { process: child, output: () => text, untilShown, ended };
  return last;
}

const isServed = async (variable: string, path: string) =>
  (await fetch(`http://127.0.0.1:${variables[variable]}${path}`, { redirect: "manual" })).status < 400;

async function expectServed(): Promise<void> {
  expect(await isServed("PORT", "/readyz")).toBe(true);
  expect(await isServed("GATEWAY_PORT", "/readyz")).toBe(true);
  expect(await isServed("LOCAL_SSO_PORT", "/.well-known/openid-configuration")).toBe(true);
}

const supervisorPid = () => Number(readFileSync(join(data, "supervisor.lock"), "utf8").split(" ")[0]);
const postgresPid = () => Number(readFileSync(join(data, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);

function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

async function until(isTrue: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`Not so within ${withinMs} ms.\n${last?.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const allPortsFree = async () =>
  (
    await Promise.all(["PORT", "GATEWAY_PORT", "LOCAL_SSO_PORT"].map((name) => isPortFree(Number(variables[name]))))
  ).every(Boolean);

test("a fresh clone installs, builds and serves; Ctrl-C ends it all within 15 s", async () => {
  const run = start("--empty");
  await run.untilShown(/Ctrl-C ends it/);
  expect(run.output()).toMatch(/Installing packages: \d+ s/);
  expect(run.output()).toMatch(/viewer, relations, responder, admin, admin2/);
  await expectServed();
  expect(statSync(urlFile).mode & 0o777).toBe(0o600);
  const sql = connectSql(readFileSync(urlFile, "utf8").trim(), { max: 1 });
  await sql`insert into providers (slug, name) values ('kept', 'Kept')`;
  await sql.end();

  const postgres = postgresPid();
  const since = Date.now();
  // As a terminal does: to npm and all of its group.
  process.kill(-(run.process.pid ?? 0), "SIGINT");
  await run.ended;
  await until(() => !existsSync(join(data, "supervisor.lock")), 15_000);
  expect(Date.now() - since).toBeLessThan(15_000);
  expect(existsSync(`/proc/${postgres}`)).toBe(false);
  expect(existsSync(urlFile)).toBe(false);
  expect(await allPortsFree()).toBe(true);
});

test("a second start takes seconds, survives the death of each of its processes, and ends on SIGTERM", async () => {
  const since = Date.now();
  const run = start();
  await run.untilShown(/Ctrl-C ends it/);
  expect(Date.now() - since).toBeLessThan(20_000);
  expect(run.output()).not.toMatch(/Installing|Building/);
  // It was begun with --empty, so it stays without a demo.
  expect(run.output()).toMatch(/Records +real/);

  process.kill(postgresPid(), "SIGKILL");
  await run.untilShown(/PostgreSQL is back/);
  await until(() => isServed("GATEWAY_PORT", "/readyz").catch(() => false), 30_000);
  await until(() => isServed("PORT", "/readyz").catch(() => false), 30_000);

  process.kill(supervisorPid(), "SIGTERM");
  await run.ended;
  expect(run.output()).toMatch(/Ended\./);
  expect(await allPortsFree()).toBe(true);
});

test("after a kill -9 of the supervisor all processes end, and the next start works at once", async () => {
  const killed = start("--empty");
  await killed.untilShown(/Ctrl-C ends it/);
  const postgres = postgresPid();
  process.kill(supervisorPid(), "SIGKILL");
  await killed.ended;

  const run = start("--empty");
  await run.untilShown(/Ctrl-C ends it/);
  await expectServed();
  expect(existsSync(`/proc/${postgres}`)).toBe(false);
  const sql = connectSql(readFileSync(urlFile, "utf8").trim(), { max: 1 });
  const kept = await sql`select from providers where slug = 'kept'`;
  await sql.end();
  expect(kept).toHaveLength(1);

  // Without a successor nothing is left either, Postgres included.
  const last = postgresPid();
  process.kill(supervisorPid(), "SIGKILL");
  await run.ended;
  await until(allPortsFree, 20_000);
  await until(() => !existsSync(`/proc/${last}`), 30_000);
});

test("a demo may not join real records", async () => {
  const run = start("--scene", "aftermath");
  expect(await run.ended).toBe(1);
  expect(run.output()).toMatch(/holds real records, which no demo may join/);
  expect(run.output()).not.toMatch(/ at .*\.ts:\d+/);
});
