import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { connectSql } from "./client";
import { startEmbeddedPostgres } from "./embedded";
import { findOwner } from "./embedded/owner";
import { makeTemporaryFolder } from "./embedded/reachable";

const folder = makeTemporaryFolder(findOwner(""));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const settings = { shared_buffers: "64MB" };

async function countRows(url: string): Promise<number> {
  const sql = connectSql(url, { max: 1 });
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from kept`;
  await sql.end();
  return row?.count ?? 0;
}

test("what was committed is there after a kill -9 of the server, on the same port", async () => {
  const directory = join(folder, "killed");
  const first = await startEmbeddedPostgres(directory, { settings });
  const sql = connectSql(first.url, { max: 1 });
  await sql.unsafe("create table kept (id int); insert into kept select generate_series(1, 1000)");
  const isGone = new Promise((resolve) => first.process.once("exit", resolve));
  first.process.kill("SIGKILL");
  await isGone;
  await sql.end({ timeout: 1 });

  const second = await startEmbeddedPostgres(directory, { settings, port: first.port });
  expect(second.url).toBe(first.url);
  expect(await countRows(second.url)).toBe(1_000);

  // A start whose predecessor still runs takes over from it; a lost password is replaced.
  rmSync(`${directory}.password`);
  const third = await startEmbeddedPostgres(directory, { settings });
  expect(await countRows(third.url)).toBe(1_000);
  await third.stop();
  expect(second.process.exitCode).toBe(0);
});

test("a start that was interrupted while it made the cluster begins anew", async () => {
  const directory = join(folder, "interrupted");
  mkdirSync(join(directory, "base"), { recursive: true });
  mkdirSync(`${directory}.new`);
  const server = await startEmbeddedPostgres(directory, { settings });
  await server.stop();
});

test.runIf(findOwner("") !== undefined)("under root it starts in a folder that is closed to others", async () => {
  const home = join(folder, "home");
  mkdirSync(home, { mode: 0o700 });
  const notices: string[] = [];
  const options = { settings, onNotice: (line: string) => notices.push(line) };
  const first = await startEmbeddedPostgres(join(home, ".data", "postgres"), options);
  await first.stop();
  const second = await startEmbeddedPostgres(join(home, ".data", "postgres"), options);
  await second.stop();
  expect(notices).toEqual([expect.stringMatching(/may not enter .*home\/\.data: its data is in \//)]);
  const elsewhere = readFileSync(join(home, ".data", "postgres.at"), "utf8").trim();
  rmSync(dirname(elsewhere), { recursive: true });
});

test("a directory of another version is named, and left alone", async () => {
  const directory = join(folder, "older");
  mkdirSync(directory);
  writeFileSync(join(directory, "PG_VERSION"), "14\n");
  await expect(startEmbeddedPostgres(directory, { settings })).rejects.toThrow(
    /made by PostgreSQL 14, this is 18: move/,
  );
});
