import { type ChildProcess, spawn } from "node:child_process";
import type { ChildSpec } from "./child";

/** Starts it once. `onExit` is called once with how it ended, also when it could not even be started. */
export function spawnChild(spec: ChildSpec, onExit: (how: string) => void): ChildProcess {
  const child = spawn(process.execPath, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    // A group of its own, so that Ctrl-C reaches the supervisor alone, and a channel whose end tells that the supervisor is gone.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => spec.log.write(text));
  }
  child.once("exit", (code, signal) => onExit(signal ?? `exit ${code}`));
  child.on("error", (error) => {
    spec.log.write(`${error.message}\n`);
    if (child.pid === undefined) onExit(error.message);
  });
  return child;
}

/** Asks it to end, and kills it and all that it started when it has not after `withinMs`. */
export function endChild(child: ChildProcess, withinMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => killGroup(child), withinMs);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
