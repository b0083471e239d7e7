import type { ChildProcess } from "node:child_process";
import { Problem } from "../problem.mjs";
import { endChild, spawnChild } from "./child-process";
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

const startsBeforeReady = 3;
const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;
/** A run of this length counts as a good one: the next pause is short again. */
const goodRunMs = 60_000;

/** A process of Muster, which runs again when it dies. */
export class Child {
  /** Rejects with a Problem when it never gets there. */
  readonly whenReady: Promise<void>;

  #process: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hasBeenReady = false;
  #isStopping = false;
  #isRestarting = false;
  #pauseMs = shortestPauseMs;
  #starts = 0;
  #startedAt = 0;
  #failure: Problem | undefined;

  constructor(
    readonly name: PartName,
    readonly spec: ChildSpec,
  ) {
    this.#start();
    this.whenReady = this.#untilReady();
    // Who waits for it gets the rejection too; nobody may be waiting any more when a start is broken off.
    this.whenReady.catch(() => {});
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  restart(): void {
    this.#isRestarting = this.#process !== undefined;
    this.#process?.kill("SIGTERM");
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    if (this.#process) await endChild(this.#process, this.spec.stopWithinMs);
  }

  #start(): void {
    this.#starts++;
    this.#startedAt = Date.now();
    this.#process = spawnChild(this.spec, (how) => this.#onExit(how));
  }

  #onExit(how: string): void {
    this.#process = undefined;
    if (this.#isStopping) return;
    if (this.#isRestarting) {
      this.#isRestarting = false;
      this.#start();
    } else if (this.#hasBeenReady) this.#startLater(how);
    else if (this.#starts < startsBeforeReady) this.#timer = setTimeout(() => this.#start(), shortestPauseMs / 4);
    else this.#failure = this.#problem("does not start", how);
  }

  #startLater(how: string): void {
    if (Date.now() - this.#startedAt > goodRunMs) this.#pauseMs = shortestPauseMs;
    const { title, log, say } = this.spec;
    say(`The ${title} ended (${how}); it starts again in ${this.#pauseMs / 1_000} s. Log: ${log.path}`);
    this.#timer = setTimeout(() => this.#start(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }

  async #untilReady(): Promise<void> {
    const { isReady, readyWithinMs } = this.spec;
    const deadline = Date.now() + readyWithinMs;
    while (!(await isReady(this.#process ? Date.now() - this.#startedAt : 0))) {
      if (this.#isStopping) return;
      if (this.#failure) throw this.#failure;
      if (Date.now() > deadline) throw this.#problem(`is not ready after ${readyWithinMs / 1_000} s`, "no word of it");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    this.#hasBeenReady = true;
  }

  #problem(what: string, how: string): Problem {
    const { title, log } = this.spec;
    return new Problem(`The ${title} ${what}: ${log.lastLine() || how} (log: ${log.path})`);
  }
}
