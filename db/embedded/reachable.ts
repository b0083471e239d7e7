import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Binaries } from "./binaries";
import { EmbeddedPostgresError } from "./error";
import type { Owner } from "./owner";

// Under root the server runs as another user, who may be unable to enter the home directory that holds Muster.
const shelves = ["/var/lib/muster", "/var/tmp/muster", "/tmp/muster"];

/** Programs that `owner` may run: those of the package, or a copy of them (60 MB, made once a version). */
export function reachableBinaries(binaries: Binaries, version: string, owner: Owner): Binaries {
  if (!owner || mayRun(binaries.postgres, owner)) return binaries;
  const native = dirname(dirname(binaries.postgres));
  const copy = join(shelf(owner), `postgres-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${randomBytes(4).toString("hex")}`;
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    openToAll(unfinished);
    try {
      renameSync(unfinished, copy);
    } catch {
      // Another start was first.
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  const inCopy = (path: string) => join(copy, path.slice(native.length));
  return { postgres: inCopy(binaries.postgres), initdb: inCopy(binaries.initdb), pg_ctl: inCopy(binaries.pg_ctl) };
}

/** `directory`, or where it was put because `owner` may not enter its parents; a file `<directory>.at` remembers that. */
export function reachableData(directory: string, owner: Owner, onNotice: (line: string) => void): string {
  if (!owner) return directory;
  const pointer = `${directory}.at`;
  if (existsSync(pointer)) return readFileSync(pointer, "utf8").trim();
  mkdirSync(dirname(directory), { recursive: true });
  if (existsSync(directory) || mayEnter(dirname(directory), owner)) return directory;
  const elsewhere = join(shelf(owner), `data-${randomBytes(6).toString("hex")}`, "postgres");
  makeOpen(dirname(elsewhere));
  writeFileSync(pointer, `${elsewhere}\n`);
  onNotice(
    `PostgreSQL does not run as root, and its user may not enter ${dirname(directory)}: its data is in ${elsewhere}.`,
  );
  return elsewhere;
}

/** A new folder for data that is thrown away, which the server's user may enter. */
export function makeTemporaryFolder(owner: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), "muster-"));
  chmodSync(folder, 0o755);
  if (!owner || mayEnter(folder, owner)) return folder;
  rmSync(folder, { recursive: true });
  const reachable = mkdtempSync(join(shelf(owner), "temporary-"));
  chmodSync(reachable, 0o755);
  return reachable;
}

function shelf(owner: Owner): string {
  for (const folder of shelves) {
    try {
      makeOpen(folder);
      if (mayEnter(folder, owner)) return folder;
    } catch {
      // Not to be written here: try the next.
    }
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and its user may enter neither Muster's folder nor ${shelves.join(", ")}: start as another user, or set DATABASE_URL.`,
  );
}

function makeOpen(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
}

// Tried, not computed from modes: access lists, namespaces and mounts have a say too.
const mayEnter = (folder: string, owner: Owner) =>
  spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], { ...owner, cwd: "/", stdio: "ignore" }).status === 0;
const mayRun = (program: string, owner: Owner) =>
  spawnSync(program, ["--version"], { ...owner, cwd: "/", stdio: "ignore" }).status === 0;
