import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "@/db/client";
import { ensurePartitions } from "@/db/partitions";
import { dayOfMinute, msAMinute } from "@/lib/fleet/minute";
import { type GatewayIdentity, IdentityLostError } from "./commit-group";
import type { Clock } from "./database-clock";
import { retryUndone } from "./is-retryable";
import type { Journal } from "./journal";
import { mergePresence } from "./merge-presence";
import type { PresenceBook } from "./presence-book";

export type MergerDependencies = {
  sql: Sql;
  gateway: () => GatewayIdentity;
  clock: Clock;
  journal: Journal;
  book: PresenceBook;
  onFailed: (error: unknown) => void;
};

const everyMs = 10_000;
/** A minute is merged a moment after its end, when the requests that arrived in it have been placed. */
const graceMs = 30;

/** Each 10 s and at the end of a minute: what the journal holds goes into presence, in one transaction. */
export class Merger {
  readonly totals = { merges: 0, rows: 0, seconds: 0, failures: 0 };
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #lastMinute = -1;

  constructor(readonly dependencies: MergerDependencies) {}

  start(): void {
    this.#running = this.#run();
  }

  /** Stops the schedule and merges what is left. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.merge();
  }

  async #run(): Promise<void> {
    const { clock, onFailed } = this.dependencies;
    while (!this.#stop.signal.aborted) {
      const wait = everyMs - (clock.now() % everyMs) + graceMs;
      await delay(wait, undefined, { signal: this.#stop.signal }).catch(() => {});
      if (this.#stop.signal.aborted) return;
      try {
        await this.merge();
      } catch (error) {
        this.totals.failures++;
        onFailed(error);
        await delay(500, undefined, { signal: this.#stop.signal }).catch(() => {});
      }
    }
  }

  /** Merges what is committed now. Every minute that has ended by the database's clock is complete in presence after it. */
  async merge(): Promise<void> {
    const { clock, journal, book } = this.dependencies;
    const endedMinute = Math.floor(clock.now() / msAMinute) - 1;
    // Requests of the minute that ended may still wait in the open group.
    if (endedMinute !== this.#lastMinute) await journal.flush();
    const startedAt = performance.now();
    const upTo = journal.settledSeq;
    const rows = book.takeUnmerged();
    try {
      await this.#write(
        rows.map(({ cell, bits }) => ({ ...keyOf(cell), bits })),
        upTo,
        endedMinute,
      );
    } catch (error) {
      book.giveBack(rows);
      throw error;
    }
    this.#lastMinute = endedMinute;
    this.totals.merges++;
    this.totals.rows += rows.length;
    this.totals.seconds += (performance.now() - startedAt) / 1_000;
    book.forgetBefore(endedMinute - 12);
  }

  async #write(rows: Parameters<typeof mergePresence>[1], upTo: number, endedMinute: number): Promise<void> {
    try {
      await retryUndone(() => this.#transaction(rows, upTo, endedMinute));
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      for (const day of new Set(rows.map((row) => dayOfMinute(row.minute)))) {
        await ensurePartitions(this.dependencies.sql, day, day, ["presence"]);
      }
      await retryUndone(() => this.#transaction(rows, upTo, endedMinute));
    }
  }

  async #transaction(rows: Parameters<typeof mergePresence>[1], upTo: number, endedMinute: number): Promise<void> {
    const gateway = this.dependencies.gateway();
    await this.dependencies.sql.begin(async (tx) => {
      // First of all locks, as with a worker that adopts this journal; and the number must still be ours.
      const [own] = await tx`
        update gateways set merged_through = greatest(merged_through, ${endedMinute})
        where id = ${gateway.id} and instance = ${gateway.instance} returning id`;
      if (!own) throw new IdentityLostError(`gateway ${gateway.id} was taken over`);
      await mergePresence(tx, rows);
      if (upTo > 0) await tx`delete from presence_journal where gateway = ${gateway.id} and seq <= ${upTo}`;
    });
  }
}

const keyOf = (cell: { plane: number; shard: number; minute: number }) => ({
  plane: cell.plane,
  shard: cell.shard,
  minute: cell.minute,
});

/** check_violation is what PostgreSQL says when no partition holds a row. */
function isMissingPartition(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23514";
}
