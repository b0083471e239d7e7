import type { SqlOrTransaction } from "@/db/client";
import { offsetOf, shardBitCount } from "../shard";

export type StateRow = { offset: number; state: number; since: number; lastSeen: number | null };

const never = -1;

/** The device_states of one shard, in memory. */
export class KnownStates {
  readonly hasRow = new Uint8Array(shardBitCount);
  readonly state = new Uint8Array(shardBitCount);
  readonly since = new Int32Array(shardBitCount);
  readonly #lastSeen = new Int32Array(shardBitCount).fill(never);

  static async read(sql: SqlOrTransaction, shard: number): Promise<KnownStates> {
    const known = new KnownStates();
    const rows = await sql<{ ordinal: number; state: number; since: number; lastSeen: number | null }[]>`
      select ordinal, state, since, last_seen as "lastSeen" from device_states where shard = ${shard}`;
    for (const row of rows) known.put({ ...row, offset: offsetOf(row.ordinal) });
    return known;
  }

  put({ offset, state, since, lastSeen }: StateRow): void {
    this.hasRow[offset] = 1;
    this.state[offset] = state;
    this.since[offset] = since;
    this.#lastSeen[offset] = lastSeen ?? never;
  }

  lastSeen(offset: number): number | null {
    const minute = this.#lastSeen[offset] as number;
    return minute === never ? null : minute;
  }

  isSame(row: StateRow): boolean {
    return (
      this.hasRow[row.offset] === 1 &&
      this.state[row.offset] === row.state &&
      this.since[row.offset] === row.since &&
      this.lastSeen(row.offset) === row.lastSeen
    );
  }
}
