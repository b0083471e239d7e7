import { type ChildProcess, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { findBinaries } from "./embedded/binaries";
import { EmbeddedPostgresError, reasonOf } from "./embedded/error";
import { checkVersion, initialise, readPassword } from "./embedded/initialise";
import { findOwner } from "./embedded/owner";
import { reachableBinaries, reachableData } from "./embedded/reachable";
import { endLeftover, endWithThisProcess, runServer, stopServer } from "./embedded/server";
import { tunedSettings } from "./embedded/tuned-settings";

export type EmbeddedPostgres = {
  /** Of the database `muster` on this server. */
  url: string;
  port: number;
  process: ChildProcess;
  /** Ends it cleanly: a checkpoint, no new connections, the present ones cut off; after `patienceMs` without the checkpoint. */
  stop(patienceMs?: number): Promise<void>;
};

export type EmbeddedOptions = {
  settings?: Record<string, string>;
  /** Default: a free one. */
  port?: number;
  onLog?: (line: string) => void;
  /** What a person should know: where the data is when it could not be in `directory`. */
  onNotice?: (line: string) => void;
};

/**
 * Starts the PostgreSQL that comes as an npm package on `directory` (made when missing), on 127.0.0.1.
 * Survives a kill -9 of everything: a server that was left running is ended first, one that died is recovered by its own log.
 * Ends some seconds after this process, however that ends. Throws EmbeddedPostgresError, one line that says what to do.
 */
export async function startEmbeddedPostgres(
  directory: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  const found = await findBinaries();
  const owner = findOwner(directory);
  const binaries = reachableBinaries(found, found.version, owner);
  const data = reachableData(directory, owner, options.onNotice ?? (() => {}));
  const version = majorVersion(binaries.postgres);
  if (!existsSync(join(data, "PG_VERSION"))) initialise(data, binaries, owner);
  checkVersion(data, version);
  endLeftover(data, binaries, owner);

  const password = readPassword(data, binaries, owner);
  const port = options.port ?? (await freePort());
  const settings = { ...tunedSettings(), ...options.settings, port: String(port) };
  const child = await runServer(data, binaries, owner, settings, options.onLog);
  const callOff = endWithThisProcess(data, child);
  child.once("exit", callOff);
  return {
    url: `postgres://muster:${password}@127.0.0.1:${port}/muster`,
    port,
    process: child,
    stop: (patienceMs = 60_000) => stopServer(child, patienceMs),
  };
}

function majorVersion(postgres: string): string {
  try {
    return execFileSync(postgres, ["--version"], { encoding: "utf8", stdio: "pipe" }).match(/(\d+)\./)?.[1] ?? "";
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL does not run on this system (${reasonOf(cause)}): set DATABASE_URL.`,
      { cause },
    );
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
