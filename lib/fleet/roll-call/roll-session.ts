import type { TransactionSql } from "postgres";
import type { Sql } from "@/db/client";
import { assertLease, type Lease } from "@/lib/jobs/lease";
import { FleetDirectory } from "../directory";
import { KnownStates } from "./known-states";
import { lockShard } from "./shard-rolls";

/** The lease under which states, transitions and counts are written. */
export const rollCallLease = "roll-call";
/** Held by whoever waits for the roll call: the worker then lets it go for a while. */
export const rollCallWantedLease = "roll-call-wanted";

/**
 * What one holder of the roll call's lease keeps in memory from minute to minute: the directory, and per shard the
 * states as they stand in the database. The states are right only as long as nobody else held the lease, so a new epoch
 * begins a new session.
 */
export class RollSession {
  readonly directory = new FleetDirectory();
  readonly #known = new Map<number, KnownStates>();

  constructor(
    readonly sql: Sql,
    readonly lease: Lease,
    readonly now: () => Date,
  ) {}

  /** A transaction that commits only while the lease is held. */
  async begin<T>(work: (sql: TransactionSql) => Promise<T>): Promise<T> {
    const result = await this.sql.begin(async (transaction) => {
      await assertLease(transaction, this.lease);
      return await work(transaction);
    });
    // postgres.js unwraps arrays of promises in its type only; `work` returns no such array.
    return result as T;
  }

  /**
   * A transaction that writes states of a shard. What `work` puts into `known` is kept only if it commits; after a
   * failure the states are read anew.
   */
  async beginShard<T>(shard: number, work: (sql: TransactionSql, known: KnownStates) => Promise<T>): Promise<T> {
    const cached = this.#known.get(shard);
    this.#known.delete(shard);
    const [result, known] = await this.begin(async (sql) => {
      await lockShard(sql, shard);
      const known = cached ?? (await KnownStates.read(sql, shard));
      return [await work(sql, known), known] as const;
    });
    this.#known.set(shard, known);
    return result;
  }

  get shardCount(): number {
    return this.directory.shardCount;
  }
}
