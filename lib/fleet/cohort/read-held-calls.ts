import type { SqlOrTransaction } from "@/db/client";
import { statePlanes } from "../planes";
import { ordinalOf } from "../shard";

/** In which minutes each of a few devices called. */
export class HeldCalls {
  readonly #minutes = new Map<number, Set<number>>();

  add(ordinal: number, minute: number): void {
    let minutes = this.#minutes.get(ordinal);
    if (!minutes) {
      minutes = new Set();
      this.#minutes.set(ordinal, minutes);
    }
    minutes.add(minute);
  }

  hasCalled(shard: number, offset: number, fromMinute: number, toMinute: number): boolean {
    const minutes = this.#minutes.get(ordinalOf(shard, offset));
    if (!minutes) return false;
    for (let minute = toMinute; minute >= fromMinute; minute--) if (minutes.has(minute)) return true;
    return false;
  }
}

/** The calls of some devices of a shard over hot minutes, one bit a device and row: 1,440 rows and 100 devices take 40 ms. */
export async function readHeldCalls(
  sql: SqlOrTransaction,
  into: HeldCalls,
  shard: number,
  offsets: number[],
  range: { fromMinute: number; toMinute: number },
): Promise<void> {
  if (offsets.length === 0) return;
  const rows = await sql<{ minute: number; digits: string }[]>`
    select minute, digits from presence
    cross join lateral (select bits | repeat('0', 65536)::bit(65536) as fetched offset 0) as row_bits
    cross join lateral (
      select string_agg(get_bit(fetched, "offset")::text, '' order by position) as digits
      from unnest(${offsets}::int[]) with ordinality as wanted("offset", position)
    ) as picked
    where plane = any(${[...statePlanes]}::smallint[]) and shard = ${shard}
      and minute between ${range.fromMinute} and ${range.toMinute}`;
  for (const { minute, digits } of rows) {
    for (const [index, offset] of offsets.entries()) {
      if (digits[index] === "1") into.add(ordinalOf(shard, offset), minute);
    }
  }
}
