import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "@/db/embedded";
import { findOwner } from "@/db/embedded/owner";
import { makeTemporaryFolder } from "@/db/embedded/reachable";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { checkNode } from "./check-node.mjs";
import { takeDataDirectory } from "./data-lock.mjs";
import { checkFreeSpace } from "./free-space.mjs";
import { runStart } from "./testing/run-start";

let database: TestDatabase;
const folder = makeTemporaryFolder(findOwner(""));
const ports: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  for (const name of ["PORT", "GATEWAY_PORT", "LOCAL_SSO_PORT"]) ports[name] = String(await freePort());
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** A start that must end with this one line and exit code 1. */
async function expectProblem(line: RegExp, variables: Record<string, string>, args = ["--empty"]): Promise<void> {
  const data = join(folder, Math.random().toString(36).slice(2));
  const { code, lines } = await runStart(args, { ...ports, MUSTER_DATA: data, ...variables });
  expect(lines).toEqual([expect.stringMatching(line)]);
  expect(code).toBe(1);
}

const databaseAt = (change: (url: URL) => void): string => {
  const url = new URL(database.ownerUrl);
  change(url);
  return url.href;
};

test("a port that is taken, no number, or named twice", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? String(address.port) : "";
  await expectProblem(/^Port \d+ \(GATEWAY_PORT, the gateway\) is in use: end .* GATEWAY_PORT=\d+\.$/, {
    GATEWAY_PORT: port,
  });
  await new Promise((resolve) => server.close(resolve));
  await expectProblem(/^PORT=web is not a port: give a number from 1 to 65535\.$/, { PORT: "web" });
  await expectProblem(/^GATEWAY_PORT and PORT are both 5199: give them different ports\.$/, {
    PORT: "5199",
    GATEWAY_PORT: "5199",
  });
});

test("a data directory that another start has, that cannot be made, or of another version", async () => {
  const taken = join(folder, "taken");
  const lock = takeDataDirectory(taken);
  await expectProblem(/^Muster runs on \S+ already \(process \d+\): end that one, or set MUSTER_DATA/, {
    MUSTER_DATA: taken,
  });
  lock.release();
  const file = join(folder, "file");
  writeFileSync(file, "");
  await expectProblem(/^Cannot write the data directory \S+ \(.*\): set MUSTER_DATA to a folder you may write\.$/, {
    MUSTER_DATA: file,
  });
  const older = join(folder, "older");
  mkdirSync(join(older, "postgres"), { recursive: true });
  writeFileSync(join(older, "postgres", "PG_VERSION"), "14\n");
  await expectProblem(/was made by PostgreSQL 14, this is 18: move the folder away/, { MUSTER_DATA: older });
});

test("a DATABASE_URL that is none, leads nowhere, or is refused", async () => {
  await expectProblem(/^Environment: DATABASE_URL must be like postgres:\/\//, { DATABASE_URL: "mysql://db" });
  const nowhere = databaseAt((url) => {
    url.port = "1";
  });
  await expectProblem(/^DATABASE_URL \(postgres:\/\/muster@127\.0\.0\.1:1\/\S+\): nothing listens there: start/, {
    DATABASE_URL: nowhere,
  });
  const wrongPassword = databaseAt((url) => {
    url.password = "wrong";
  });
  await expectProblem(/it refuses this user and password: correct them\.$/, { DATABASE_URL: wrongPassword });
  const missing = databaseAt((url) => {
    url.pathname = "/missing";
  });
  await expectProblem(/it has no such database: create it\.$/, { DATABASE_URL: missing });
  await expectProblem(/its host name is unknown|cannot be looked up/, {
    DATABASE_URL: "postgres://muster@nowhere.invalid/muster",
  });
});

test("a database user that may not make tables", async () => {
  await database.owner.unsafe("drop role if exists start_reader");
  await database.owner.unsafe("create role start_reader login password 'reader'");
  const url = databaseAt((changed) => {
    changed.username = "start_reader";
    changed.password = "reader";
  });
  await expectProblem(/start_reader may not create tables there: make it the owner/, { DATABASE_URL: url });
  await database.owner.unsafe("drop role start_reader");
});

test("a database of a later version, and one that holds the demo", async () => {
  const { owner: sql, ownerUrl: url } = database;
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`;
  await expectProblem(/was used by a later version of Muster: start that version/, { DATABASE_URL: url });
  await sql`delete from drizzle.__drizzle_migrations where hash = 'later'`;
  const records = {
    kind: "demo",
    scenario: "s",
    scene: "start",
    title: "t",
    shiftedFrom: "",
    shiftedTo: "",
    notes: [],
  };
  await sql`insert into settings (key, value) values ('records', ${JSON.stringify({ ...records, seededAt: "" })}::text::jsonb)`;
  await expectProblem(/holds the demo, and real records may not join it/, { DATABASE_URL: url });
  await expectProblem(/holds the scene "start": for "aftermath" set/, { DATABASE_URL: url }, ["--scene", "aftermath"]);
  await sql`update settings set value = ${JSON.stringify({ ...records, seededAt: null })}::text::jsonb where key = 'records'`;
  await expectProblem(/The loading of the demo into \S+ was broken off: drop/, { DATABASE_URL: url }, []);
  await sql`update settings set value = ${JSON.stringify({ kind: "real" })}::text::jsonb where key = 'records'`;
  await expectProblem(/holds real records, which no demo may join/, { DATABASE_URL: url }, ["--scene", "start"]);
});

test("--help is answered, and arguments that are unknown or contradict each other are refused", async () => {
  expect(await runStart(["--help"], {})).toEqual({ code: 0, lines: [] });
  const { code, lines } = await runStart(["--hlep"], {});
  expect([code, lines[0]]).toEqual([1, "Unknown: --hlep"]);
  await expectProblem(/^--scene is "start" or "aftermath", not "end"\.$/, {}, ["--scene", "end"]);
  await expectProblem(/^--scene is of the demo, which --empty leaves out/, {}, ["--empty", "--scene", "start"]);
});

test("too little space, and a Node.js that is too old", () => {
  const small = () => ({ bavail: 1_000, bsize: 4_096 });
  expect(() => checkFreeSpace("/nowhere/at/all", 5e9, "the demo", "make room", small)).toThrow(
    "Only 0.0 GB free at /, and the demo needs 5.0 GB: make room.",
  );
  expect(() => checkNode("18.20.0", "linux")).toThrow(/needs Node.js 20.19 or later, this is 18.20.0/);
  expect(() => checkNode("20.19.0", "linux")).not.toThrow();
});
