import { performance } from "node:perf_hooks";
import type { Sql } from "@/db/client";

/** Milliseconds since the epoch, as the database sees them. */
export type Clock = { now(): number };

/** A measurement that took longer says too little, unless there is none yet or it proves the last one wrong. */
const acceptableRoundTripMs = 200;

/**
 * The database's clock, kept between measurements by this machine's monotonic clock: a step of the wall clock, by hand or
 * by a time daemon, changes nothing here.
 */
export class DatabaseClock implements Clock {
  #offset: number | null = null;

  get isSet(): boolean {
    return this.#offset !== null;
  }

  now(): number {
    if (this.#offset === null) throw new Error("the database's clock has not been measured yet");
    return performance.now() + this.#offset;
  }

  async measure(sql: Sql): Promise<void> {
    const before = performance.now();
    const [row] = await sql<{ ms: number }[]>`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`;
    if (row) this.take(row.ms, before, performance.now());
  }

  /** Takes the database's time, read between two readings of the monotonic clock. */
  take(databaseMs: number, before: number, after: number): void {
    // The reading was taken at some moment of the round trip.
    const [least, most] = [databaseMs - after, databaseMs - before];
    const isPossible = this.#offset !== null && this.#offset >= least && this.#offset <= most;
    if (isPossible && after - before > acceptableRoundTripMs) return;
    this.#offset = (least + most) / 2;
  }
}
