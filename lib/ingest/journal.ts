import { performance } from "node:perf_hooks";
import { type AttributeChange, type Group, IdentityLostError } from "./commit-group";
import { CommitPace } from "./commit-pace";
import { isRefusedByServer, retryUndone } from "./is-retryable";
import { limits } from "./limits";
import type { PresenceBook } from "./presence-book";

export type JournalDependencies = {
  book: PresenceBook;
  /** One transaction. */
  commit: (group: Group) => Promise<void>;
  /** After a commit: the attributes that the directory may show from now on. */
  onCommitted: (changes: Map<number, AttributeChange>) => void;
  onFailed: (error: unknown) => void;
};

type Waiter = (isCommitted: boolean) => void;

const pollMs = 2;

/**
 * Group commit. Bits gather in the open group of the book; one commit is under way at a time, and while it is, the next
 * group gathers. A waiter hears true only after the commit that holds its bits, and false when that is not certain.
 */
export class Journal {
  /** Of the last group whose outcome is settled: what of it was committed is in the book, to be merged. */
  settledSeq = 0;
  readonly totals = { groups: 0, rows: 0, bits: 0, failures: 0, seconds: 0 };
  #seq = 0;
  #changes = new Map<number, AttributeChange>();
  #waiters: Waiter[] = [];
  /** How many wait for the commit under way. */
  #committing = 0;
  readonly #pace = new CommitPace();
  #inFlight: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(readonly dependencies: JournalDependencies) {}

  get isOverfull(): boolean {
    return this.dependencies.book.openBits > limits.openBits;
  }

  change(ordinal: number, change: AttributeChange): void {
    const before = this.#changes.get(ordinal);
    if (!before) {
      this.#changes.set(ordinal, change);
      return;
    }
    before.agent = change.agent ?? before.agent;
    before.boot = change.boot ?? before.boot;
    before.tokenKind = change.tokenKind ?? before.tokenKind;
  }

  /** Calls `waiter` once, when the group that is open now is committed or has failed. */
  wait(waiter: Waiter): void {
    this.#waiters.push(waiter);
    this.#pace.arrive(performance.now(), this.#waiters.length, this.#committing);
    if (!this.#inFlight && this.#pace.isCrowd(this.#waiters.length)) void this.#commitOpen();
    else this.#poll();
  }

  /** Commits what is open now and waits for it, whatever its outcome. */
  async flush(): Promise<void> {
    while (this.#inFlight) await this.#inFlight;
    await this.#commitOpen();
  }

  #poll(): void {
    if (this.#timer || this.#inFlight || this.#waiters.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#inFlight || this.#waiters.length === 0) return;
      if (this.#pace.isDue(performance.now(), this.#waiters.length)) void this.#commitOpen();
      else this.#poll();
    }, pollMs);
  }

  #commitOpen(): Promise<void> {
    const waiters = this.#waiters;
    this.#waiters = [];
    const group: Group = { seq: this.#seq + 1, rows: this.dependencies.book.takeOpen(), changes: this.#changes };
    this.#changes = new Map();
    if (group.rows.length === 0 && group.changes.size === 0) {
      for (const waiter of waiters) waiter(true);
      return Promise.resolve();
    }
    this.#seq = group.seq;
    this.#committing = waiters.length;
    this.#pace.begin(waiters.length, performance.eventLoopUtilization().active);
    this.#inFlight = this.#commit(group, waiters).finally(() => {
      this.#inFlight = null;
      this.#committing = 0;
      if (this.#pace.isCrowd(this.#waiters.length)) void this.#commitOpen();
      else this.#poll();
    });
    return this.#inFlight;
  }

  async #commit(group: Group, waiters: Waiter[]): Promise<void> {
    const startedAt = performance.now();
    let isCommitted = false;
    try {
      await withDeadline(
        retryUndone(() => this.dependencies.commit(group)),
        limits.commitTimeoutMs,
      );
      isCommitted = true;
    } catch (error) {
      this.totals.failures++;
      // The commit may have happened all the same: then its journal rows stand, and merging may delete them.
      const isUndone = isRefusedByServer(error) || error instanceof IdentityLostError;
      if (!isUndone) for (const row of group.rows) row.cell.keepForMerge(row.offsets);
      this.dependencies.onFailed(error);
    }
    if (isCommitted) this.#remember(group, performance.now() - startedAt);
    this.settledSeq = group.seq;
    for (const waiter of waiters) waiter(isCommitted);
  }

  #remember(group: Group, ms: number): void {
    for (const row of group.rows) row.cell.commit(row.offsets);
    this.dependencies.onCommitted(group.changes);
    this.#pace.end(ms);
    this.totals.groups++;
    this.totals.rows += group.rows.length;
    this.totals.seconds += ms / 1_000;
    for (const row of group.rows) this.totals.bits += row.offsets.length;
  }
}

export class CommitTimeoutError extends Error {
  override readonly name = "CommitTimeoutError";
}

function withDeadline<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CommitTimeoutError(`no commit within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
