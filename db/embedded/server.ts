import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Binaries } from "./binaries";
import { EmbeddedPostgresError, reasonOf } from "./error";
import type { Owner } from "./owner";

const orphanPatienceMs = 20_000;

/** Runs the server until it accepts connections. */
export async function runServer(
  directory: string,
  binaries: Binaries,
  owner: Owner,
  settings: Record<string, string>,
  onLog?: (line: string) => void,
): Promise<ChildProcess> {
  const deadline = Date.now() + orphanPatienceMs;
  for (;;) {
    const child = spawn(
      binaries.postgres,
      ["-D", directory, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      // A session of its own: Ctrl-C in the terminal goes to the supervisor, which ends Postgres last.
      { ...owner, cwd: directory, detached: true, stdio: ["ignore", "ignore", "pipe"] },
    );
    const failure = await untilReady(child, onLog);
    if (failure === undefined) return child;
    // The back ends of a server that was killed notice that within moments; until then its memory is theirs.
    const isOrphaned = /pre-existing shared memory|is still in use|already exists/.test(failure);
    if (!isOrphaned || Date.now() > deadline) {
      throw new EmbeddedPostgresError(`PostgreSQL did not start in ${directory}: ${reasonOf(failure)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Undefined once it is ready, or what it said when it ended instead. */
function untilReady(child: ChildProcess, onLog?: (line: string) => void): Promise<string | undefined> {
  return new Promise((resolve) => {
    let recent = "";
    let isReady = false;
    child.stderr?.setEncoding("utf8");
    child.stderr?.on("data", (text: string) => {
      for (const line of text.split("\n")) if (line) onLog?.(line);
      if (isReady) return;
      recent = (recent + text).slice(-4_000);
      isReady = recent.includes("ready to accept connections");
      if (isReady) resolve(undefined);
    });
    child.once("error", (error) => resolve(error.message));
    child.once("close", () => resolve(recent || "it ended without a word"));
  });
}

/** A supervisor that was killed may leave its server running; it ends here, so that this start has its own settings. */
export function endLeftover(directory: string, binaries: Binaries, owner: Owner): void {
  if (!existsSync(join(directory, "postmaster.pid"))) return;
  try {
    execFileSync(binaries.pg_ctl, ["stop", "-D", directory, "-m", "fast", "-w", "-t", "60"], {
      ...owner,
      cwd: directory,
      stdio: "pipe",
    });
  } catch {
    // Not running: the file is stale, and the server itself sees that and recovers.
  }
}

const guard = `
while read -r line; do :; done
sleep 5
[ "$(head -n 1 "$1/postmaster.pid" 2>/dev/null)" = "$2" ] && kill -INT "$2"
`;

/**
 * A shell of 1 MB that ends the server some seconds after this process, however that came to its end: the pipe between
 * them closes. The others have those seconds to write what they hold. Returns how to call it off.
 */
export function endWithThisProcess(directory: string, server: ChildProcess): () => void {
  const shell = spawn("/bin/sh", ["-c", guard, "sh", directory, String(server.pid)], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.once("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  if ("unref" in shell.stdin && typeof shell.stdin.unref === "function") shell.stdin.unref();
  return () => shell.kill("SIGKILL");
}

export async function stopServer(child: ChildProcess, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    // At once and without a checkpoint: the next start recovers from the log.
    const timer = setTimeout(() => child.kill("SIGQUIT"), patienceMs);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill("SIGINT");
  });
}
