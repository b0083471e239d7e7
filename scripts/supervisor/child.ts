import { type ChildProcess, spawn } from "node:child_process";
import { Problem } from "../problem.mjs";
import type { LogFile } from "./log-file";
import type { PartName } from "./parts";

export type ChildSpec = {
  /** In words. */
  title: string;
  /** Of node: the main and its arguments. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  log: LogFile;
  /** Asked again and again; `upMs`: how long the process has been running. */
  isReady: (upMs: number) => Promise<boolean>;
  readyWithinMs: number;
  /** How long it may take to end; then it is killed. */
  stopWithinMs: number;
  say: (line: string) => void;
};

export type Child = {
  name: PartName;
  whenReady: Promise<void>;
  /** Undefined while it does not run. */
  pid(): number | undefined;
  restart(): void;
  stop(): Promise<void>;
};

const startsBeforeReady = 3;
const longestPauseMs = 30_000;
/** A run of this length counts as a good one: the next pause is short again. */
const goodRunMs = 60_000;

/** Runs a process of Muster, and runs it again when it dies. `whenReady` rejects with a Problem when it never gets there. */
export function startChild(name: PartName, spec: ChildSpec): Child {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let hasBeenReady = false;
  let isStopping = false;
  let isRestarting = false;
  let pauseMs = 1_000;
  let starts = 0;
  let startedAt = 0;
  let fail: (problem: Problem) => void = () => {};

  const start = () => {
    starts++;
    startedAt = Date.now();
    child = spawnPart(spec);
    child.once("exit", (code, signal) => {
      child = undefined;
      if (isStopping) return;
      if (isRestarting) {
        isRestarting = false;
        start();
        return;
      }
      const reason = spec.log.lastLine();
      if (!hasBeenReady && starts >= startsBeforeReady) {
        fail(
          new Problem(
            `The ${spec.title} does not start: ${reason || `exit ${signal ?? code}`} (log: ${spec.log.path})`,
          ),
        );
        return;
      }
      if (Date.now() - startedAt > goodRunMs) pauseMs = 1_000;
      const after = hasBeenReady ? pauseMs : 300;
      if (hasBeenReady) {
        spec.say(
          `The ${spec.title} ended (${signal ?? `exit ${code}`}); it starts again in ${after / 1_000} s. Log: ${spec.log.path}`,
        );
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
      timer = setTimeout(start, after);
    });
  };

  const whenReady = new Promise<void>((resolve, reject) => {
    fail = reject;
    const upMs = () => (child ? Date.now() - startedAt : 0);
    untilReady(spec, upMs, () => isStopping).then(() => {
      hasBeenReady = true;
      resolve();
    }, reject);
  });
  // Who waits for it gets the rejection too; nobody may be waiting any more when a start is broken off.
  whenReady.catch(() => {});
  start();
  return {
    name,
    whenReady,
    pid: () => child?.pid,
    restart() {
      isRestarting = child !== undefined;
      child?.kill("SIGTERM");
    },
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      if (child) await endPart(child, spec.stopWithinMs);
    },
  };
}

function spawnPart(spec: ChildSpec): ChildProcess {
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
  child.once("error", (error) => spec.log.write(`${error.message}\n`));
  return child;
}

async function untilReady(spec: ChildSpec, upMs: () => number, isStopping: () => boolean): Promise<void> {
  const deadline = Date.now() + spec.readyWithinMs;
  while (!(await spec.isReady(upMs()))) {
    if (isStopping()) return;
    if (Date.now() > deadline) {
      const seconds = spec.readyWithinMs / 1_000;
      throw new Problem(
        `The ${spec.title} is not ready after ${seconds} s: ${spec.log.lastLine()} (log: ${spec.log.path})`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function endPart(child: ChildProcess, withinMs: number): Promise<void> {
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
