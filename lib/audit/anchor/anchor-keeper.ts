import type { Sql } from "@/db/client";
import type { Logger } from "@/lib/log";
import { readChainHead } from "../chain/link-audit";
import type { Anchor, AnchorPlace } from "./anchor";
import { readAnchorState, writeAnchorState } from "./anchor-state";

/** What was linked after the last anchor could be cut off unseen: longer than this it never is. */
const betweenAnchorsMs = 10_000;

/** Writes the head of the chain to its place outside when it has moved, at most every ten seconds. */
export class AnchorKeeper {
  readonly #parts: { sql: Sql; log: Logger; place: AnchorPlace };
  /** Undefined: not known yet, another process may have written it. */
  #last: Anchor | null | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;
  #isFailing = false;

  constructor(parts: { sql: Sql; log: Logger; place: AnchorPlace }) {
    this.#parts = parts;
  }

  /** When another has taken the lease: what it anchored is not known here. */
  forget(): void {
    this.#last = undefined;
  }

  /** Does nothing before it is due. A place that cannot be reached is tried again, and never stops the linking. */
  async keep(now: Date, isEnding = false): Promise<void> {
    if (!isEnding && now.getTime() - this.#triedAt < betweenAnchorsMs) return;
    const { sql, place } = this.#parts;
    this.#last ??= (await readAnchorState(sql))?.last ?? null;
    const head = await readChainHead(sql);
    const hash = head?.hash.toString("hex");
    if (!head || !hash || hash === this.#last?.hash) return;
    this.#triedAt = now.getTime();
    const anchor = { time: now.toISOString(), position: head.position, hash };
    const error = await place.write(anchor).catch((reason: unknown) => reason ?? new Error("unknown"));
    this.#tell(error);
    if (error === undefined) this.#last = anchor;
    await writeAnchorState(sql, {
      place: place.name,
      last: this.#last,
      failedAt: error === undefined ? null : now.toISOString(),
    });
  }

  #tell(error: unknown): void {
    const { log, place } = this.#parts;
    const isFailing = error !== undefined;
    if (isFailing && !this.#isFailing)
      log.error({ err: error, place: place.name }, "the audit anchor could not be written");
    if (!isFailing && this.#isFailing) log.info({ place: place.name }, "the audit anchor is written again");
    this.#isFailing = isFailing;
  }
}
