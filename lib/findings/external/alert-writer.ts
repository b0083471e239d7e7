import { AppError } from "@/lib/app-error";
import { isRefusedByServer } from "@/lib/ingest/is-retryable";
import { limits } from "@/lib/ingest/limits";
import type { ExternalAlert } from "./external-alert";

/** Alerts of one transaction. */
const atOnce = 1_000;
/** Alerts that may wait before further ones are answered 503. */
const mostWaiting = 200_000;

type Waiting = { alerts: readonly ExternalAlert[]; done: () => void; fail: (error: unknown) => void };

/**
 * Group commit of alerts: one transaction is under way at a time, and while it is, the next group gathers. What one sender's
 * alerts make fail, the alerts of the others do not suffer from.
 */
export class AlertWriter {
  readonly totals = { alerts: 0, groups: 0, failures: 0, seconds: 0 };
  #waiting: Waiting[] = [];
  #count = 0;
  #isRunning = false;

  constructor(
    readonly store: (alerts: readonly ExternalAlert[]) => Promise<void>,
    readonly onFailed: (error: unknown) => void,
  ) {}

  /** Returns after the commit that holds them all. Throws AppError "busy", "not_committed": then any may be kept, and may be sent again. */
  async write(alerts: readonly ExternalAlert[]): Promise<void> {
    if (this.#count + alerts.length > mostWaiting) {
      throw new AppError("unavailable", "busy", "Too many alerts wait to be kept. Send this again in a moment.");
    }
    const parts: Promise<void>[] = [];
    for (let at = 0; at < alerts.length; at += atOnce) parts.push(this.#wait(alerts.slice(at, at + atOnce)));
    const outcomes = await Promise.allSettled(parts);
    if (outcomes.some(({ status }) => status === "rejected")) throw notCommitted();
  }

  #wait(alerts: readonly ExternalAlert[]): Promise<void> {
    return new Promise((done, fail) => {
      this.#waiting.push({ alerts, done, fail });
      this.#count += alerts.length;
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // What arrives in one go becomes one group.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) await this.#commit(this.#nextGroup());
    this.#isRunning = false;
  }

  #nextGroup(): Waiting[] {
    let sum = 0;
    const end = this.#waiting.findIndex(({ alerts }, index) => {
      sum += alerts.length;
      return index > 0 && sum > atOnce;
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const alerts = group.flatMap((each) => each.alerts);
    const startedAt = performance.now();
    try {
      await withDeadline(this.store(alerts), limits.commitTimeoutMs);
    } catch (error) {
      this.totals.failures++;
      // The server does not take one of them: which, is found by halves.
      if (group.length > 1 && isRefusedByServer(causeOf(error))) {
        const half = group.length >> 1;
        await this.#commit(group.slice(0, half));
        await this.#commit(group.slice(half));
        return;
      }
      // Without the wrapping, in which the alerts themselves stand.
      this.onFailed(causeOf(error));
      this.#settle(group, ({ fail }) => fail(error));
      return;
    }
    this.totals.groups++;
    this.totals.alerts += alerts.length;
    this.totals.seconds += (performance.now() - startedAt) / 1_000;
    this.#settle(group, ({ done }) => done());
  }

  #settle(group: readonly Waiting[], tell: (waiting: Waiting) => void): void {
    for (const each of group) {
      this.#count -= each.alerts.length;
      tell(each);
    }
  }
}

/** drizzle wraps what the server says. */
const causeOf = (error: unknown): unknown => (error instanceof Error && error.cause ? error.cause : error);

const notCommitted = () =>
  new AppError("unavailable", "not_committed", "The database does not take writes. Send this again in a moment.");

function withDeadline(promise: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no commit of alerts within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
