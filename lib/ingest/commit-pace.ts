/** A group is committed when it is this old, … */
const shortestGroupMs = 50;
const longestGroupMs = 100;
/** … or earlier, when this many requests wait for it and no further one came for a moment: everybody waits for us. */
const crowd = 32;
const quietMs = 2;

/**
 * When a group is due. Few callers wait 50 to 100 ms, which keeps the log small; a crowd that calls again as soon as it is
 * answered is served earlier. Where a commit takes less time than the work on the crowd's requests, half of the crowd goes
 * at a time: else all of them wait for one commit and call again together, and gateway and database take turns at idling.
 * Where the disk is slower than that, few large groups are better. Milliseconds of any monotonic clock.
 */
export class CommitPace {
  #openedAt = 0;
  #lastArrivalAt = 0;
  #lastCommitMs = 0;
  /** How many waited at most lately, those of the commit under way included. */
  #peak = 0;
  /** Time of this process that a request costs. */
  #workMs = 0;
  #busyMs = 0;

  arrive(now: number, waiting: number, committing: number): void {
    if (waiting === 1) this.#openedAt = now;
    this.#lastArrivalAt = now;
    this.#peak = Math.max(this.#peak, waiting + committing);
  }

  /** Asked at every arrival and at the end of a commit. */
  isCrowd(waiting: number): boolean {
    const isDiskFaster = this.#lastCommitMs < this.#peak * this.#workMs;
    return waiting >= Math.max(crowd, isDiskFaster ? this.#peak / 2 : this.#peak);
  }

  /** Asked from time to time while nothing arrives. */
  isDue(now: number, waiting: number): boolean {
    if (waiting >= crowd && now - this.#lastArrivalAt >= quietMs) return true;
    return now - this.#openedAt >= Math.min(longestGroupMs, Math.max(shortestGroupMs, 2 * this.#lastCommitMs));
  }

  /** A commit of `waiting` requests begins; `busyMs` is how long the process has been busy since its start. */
  begin(waiting: number, busyMs: number): void {
    if (waiting >= crowd && this.#busyMs > 0) {
      const workMs = (busyMs - this.#busyMs) / waiting;
      this.#workMs = this.#workMs === 0 ? workMs : 0.8 * this.#workMs + 0.2 * workMs;
    }
    this.#busyMs = busyMs;
    this.#peak = Math.max(waiting, this.#peak * 0.98);
  }

  end(commitMs: number): void {
    this.#lastCommitMs = commitMs;
  }
}
