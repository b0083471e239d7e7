import type { SqlOrTransaction } from "@/db/client";
import { type Fault, type Range, type RangeVerified, verifyRange } from "./verify-range";

export type LinksVerified = { count: number; fault: Fault | null };

/** Who wants to see some links: told of each range before it is read, in order, and of its sound links after it, in order. */
export type LinkObserver = {
  expect(sql: SqlOrTransaction, upTo: number): Promise<{ has(position: number): boolean }>;
  compare(position: number, hash: Buffer): void;
};

/** Rows of one COPY: at a fault the rest of them is read for nothing. */
const rowsAtOnce = 50_000;

/**
 * Computes every link anew, from the first on up to `head`, and finds the first fault. Each of `readers`, transactions of
 * one snapshot, takes the next range when it is done with one: PostgreSQL makes the canonical form in one process a connection, which
 * is slower than hashing it. Memory is bounded by some chunks of a socket for each reader.
 */
export async function verifyLinks(
  readers: readonly SqlOrTransaction[],
  head: number | null,
  observer: LinkObserver,
  rowsInRange = rowsAtOnce,
): Promise<LinksVerified> {
  if (head === null) return { count: 0, fault: null };
  const ranges = rangesUpTo(head, rowsInRange);
  const settled = new InOrder(observer);
  let asked: Promise<unknown> = Promise.resolve();
  const read = async (sql: SqlOrTransaction): Promise<void> => {
    while (!settled.hasFault) {
      const { value: range, done } = ranges.next();
      if (done) return;
      const wanted = asked.then(() => observer.expect(sql, range.upTo ?? head));
      asked = wanted;
      settled.add(range.index, await verifyRange(sql, range, await wanted));
    }
  };
  await Promise.all(readers.map(read));
  return { count: settled.count, fault: settled.fault };
}

/** One by one: whoever tampers may write a position beyond any that could be counted up to. */
function* rangesUpTo(head: number, rows: number): Generator<Range & { index: number }, undefined> {
  for (let index = 0, after = 0; index === 0 || after < head; index++, after += rows) {
    yield { index, after, upTo: after + rows < head ? after + rows : null };
  }
}

/** Ranges are done in any order, and count in theirs. */
class InOrder {
  readonly #observer: LinkObserver;
  readonly #waiting = new Map<number, RangeVerified>();
  #next = 0;
  count = 0;
  fault: Fault | null = null;
  /** Of any range: there is no need to begin a later one. */
  hasFault = false;

  constructor(observer: LinkObserver) {
    this.#observer = observer;
  }

  add(index: number, verified: RangeVerified): void {
    this.hasFault ||= verified.fault !== null;
    this.#waiting.set(index, verified);
    for (let due = this.#waiting.get(this.#next); due && !this.fault; due = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next);
      this.#next += 1;
      for (const { position, hash } of due.wanted) this.#observer.compare(position, hash);
      this.count = due.position;
      this.fault = due.fault;
    }
  }
}
