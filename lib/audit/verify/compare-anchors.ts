import type { SqlOrTransaction } from "@/db/client";
import type { Anchor } from "../anchor/anchor";
import type { Break } from "./verdict";

type FindHash = (sql: SqlOrTransaction, position: number) => Promise<Buffer | null>;

/** An anchor and the number of its line. */
export type Placed = { line: number; anchor: Anchor | null };

/**
 * Holds anchors, in the order in which they were written, against the links as they are read. They come batch by batch, as
 * the chain does; one that lies behind what was read already (a database that was set back) is held against what `find` reads.
 */
export class AnchorComparison {
  readonly #anchors: AsyncIterator<Placed>;
  readonly #find: FindHash;
  #next: Placed | undefined;
  #isEnded = false;
  #reached = 0;
  #awaited = new Map<number, Placed[]>();
  #lastFitting: Anchor | null = null;
  /** Of those that do not fit: the lowest position. */
  #wrong: { anchor: Anchor; isMissing: boolean } | null = null;
  read = 0;
  unreadable = 0;
  last: Anchor | null = null;

  constructor(anchors: AsyncIterator<Placed>, find: FindHash) {
    this.#anchors = anchors;
    this.#find = find;
  }

  /** Before the links up to this position are read. Returns the positions that `compare` wants to see. */
  async expect(sql: SqlOrTransaction, upTo: number): Promise<{ has(position: number): boolean }> {
    for (let placed = await this.#peek(); placed; placed = await this.#peek()) {
      const { anchor } = placed;
      if (anchor && anchor.position > upTo) break;
      this.#next = undefined;
      if (!anchor) this.unreadable += 1;
      else if (anchor.position <= this.#reached) await this.#look(sql, anchor);
      else this.#awaited.set(anchor.position, [...(this.#awaited.get(anchor.position) ?? []), placed]);
    }
    this.#reached = upTo;
    return this.#awaited;
  }

  compare(position: number, hash: Buffer): void {
    const text = hash.toString("hex");
    for (const { anchor } of this.#awaited.get(position) ?? [])
      if (anchor) this.#note(anchor, text === anchor.hash, false);
    this.#awaited.delete(position);
  }

  /** After the last link, at `head`. Anchors after a fault at `verified` + 1 can say only whether the chain is long enough. */
  async finish(sql: SqlOrTransaction, head: number, verified: number): Promise<Break | null> {
    await this.expect(sql, Number.POSITIVE_INFINITY);
    for (const placed of [...this.#awaited.values()].flat()) {
      if (placed.anchor && placed.anchor.position > head) this.#note(placed.anchor, false, true);
    }
    return this.#wrong && describeWrong(this.#wrong, this.#lastFitting, head, verified);
  }

  async #peek(): Promise<Placed | undefined> {
    if (this.#next || this.#isEnded) return this.#next;
    const { done, value } = await this.#anchors.next();
    this.#isEnded = done === true;
    if (done) return undefined;
    this.read += 1;
    this.last = value.anchor ?? this.last;
    this.#next = value;
    return value;
  }

  async #look(sql: SqlOrTransaction, anchor: Anchor): Promise<void> {
    const hash = await this.#find(sql, anchor.position);
    this.#note(anchor, hash?.toString("hex") === anchor.hash, hash === null);
  }

  #note(anchor: Anchor, isFitting: boolean, isMissing: boolean): void {
    if (isFitting) this.#lastFitting = anchor;
    else if (!this.#wrong || anchor.position < this.#wrong.anchor.position) this.#wrong = { anchor, isMissing };
  }
}

function describeWrong(
  { anchor, isMissing }: { anchor: Anchor; isMissing: boolean },
  fitting: Anchor | null,
  head: number,
  verified: number,
): Break {
  const { position, time } = anchor;
  const since = fitting && fitting.position < position ? `, after ${fitting.position}` : "";
  if (isMissing) {
    const text = `The chain ends at position ${head}; the anchor of ${time} saw position ${position}.`;
    return { kind: "truncated", position: head + 1, auditId: null, text };
  }
  const text = `The chain up to ${verified} fits together, but is not the one of the anchor of ${time}, position ${position}: it was computed anew${since}.`;
  return { kind: "rewritten", position, auditId: null, text };
}
