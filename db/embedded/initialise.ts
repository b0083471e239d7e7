import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Binaries } from "./binaries";
import { EmbeddedPostgresError, reasonOf } from "./error";
import type { Owner } from "./owner";

const passwordFile = (directory: string) => `${directory}.password`;

/** Makes a cluster with the database `muster` in `directory`. It appears there complete or not at all. */
export function initialise(directory: string, binaries: Binaries, owner: Owner): void {
  const unfinished = `${directory}.new`;
  for (const folder of [unfinished, directory]) rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(dirname(directory), { recursive: true });
    mkdirSync(unfinished, { mode: 0o700 });
    if (owner) chownSync(unfinished, owner.uid, owner.gid);
    writePassword(directory, owner);
    execFileSync(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        "--username=muster",
        `--pwfile=${passwordFile(directory)}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
      ],
      { ...owner, cwd: unfinished, stdio: "pipe" },
    );
    runAlone(unfinished, binaries, owner, "create database muster");
    renameSync(unfinished, directory);
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new EmbeddedPostgresError(`Could not make the database in ${directory}: ${reasonOf(cause)}`, { cause });
  }
}

/** The password of the server's one user; a new one where the file was lost. */
export function readPassword(directory: string, binaries: Binaries, owner: Owner): string {
  const file = passwordFile(directory);
  if (!existsSync(file)) {
    const password = writePassword(directory, owner);
    runAlone(directory, binaries, owner, `alter role muster password '${password}'`);
  }
  return readFileSync(file, "utf8").trim();
}

function writePassword(directory: string, owner: Owner): string {
  const file = passwordFile(directory);
  const password = randomBytes(24).toString("hex");
  writeFileSync(file, `${password}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  if (owner) chownSync(file, owner.uid, owner.gid);
  return password;
}

/** --single needs no server: for what initdb has no option for. */
function runAlone(directory: string, binaries: Binaries, owner: Owner, statement: string): void {
  execFileSync(binaries.postgres, ["--single", "-D", directory, "postgres"], {
    ...owner,
    cwd: directory,
    input: `${statement}\n`,
    stdio: ["pipe", "ignore", "pipe"],
  });
}

export function checkVersion(directory: string, version: string): void {
  const found = readFileSync(join(directory, "PG_VERSION"), "utf8").trim();
  if (found === version) return;
  throw new EmbeddedPostgresError(
    `${directory} was made by PostgreSQL ${found}, this is ${version}: move the folder away, or start that server yourself and set DATABASE_URL.`,
  );
}
