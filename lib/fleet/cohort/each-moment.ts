import type { SqlOrTransaction } from "@/db/client";
import { planes, statePlanes } from "../planes";
import { readPresence } from "../presence/read-presence";
import type { ShardRecords } from "../roll-call/shard-records";
import { SpanPresence } from "../roll-call/span-presence";
import { statesOf } from "../roll-call/walk-shard";
import type { FleetMoment } from "./fleet-moment";
import type { FleetSpan } from "./fleet-span";

/**
 * The moments of some minutes of a span, which ascend. The records of a shard are one object that moves on: what is yielded
 * holds until the next is asked for. A minute of 600,000 devices: 5 ms after the first.
 */
export async function* eachMoment(
  sql: SqlOrTransaction,
  span: FleetSpan,
  minutes: readonly number[],
): AsyncGenerator<FleetMoment> {
  const records = span.shards.map((shard) => span.recordsOf(shard));
  for (const minute of minutes) {
    const presence = await readMomentPresence(sql, records, minute);
    const shards = records.map((record, index) => {
      record.advanceTo(minute);
      const calls = presence[index] as SpanPresence; // one a shard
      const states = statesOf({ ...span, records: record, presence: calls });
      return { shard: record.shard, records: record, states, calls };
    });
    yield { minute, coverage: span.coverageAt(minute), directory: span.directory, shards };
  }
}

const planesRead = [...statePlanes, planes.observed];

/** The calls of the minutes that the windows reach back to: of most shards two minutes, of those with slow devices more. */
async function readMomentPresence(
  sql: SqlOrTransaction,
  records: ShardRecords[],
  minute: number,
): Promise<SpanPresence[]> {
  const depths = records.map((record) => record.windowReaches.length);
  const presence = depths.map((depth) => new SpanPresence(minute - depth + 1, minute));
  const indexOf = new Map(records.map((record, index) => [record.shard, index]));
  for (const depth of new Set(depths)) {
    const shards = records.filter((record) => record.windowReaches.length === depth).map((record) => record.shard);
    const query = { planes: planesRead, shards, fromMinute: minute - depth + 1, toMinute: minute };
    for await (const found of readPresence(sql, query)) {
      presence[indexOf.get(found.shard) as number]?.put(found.plane, found.minute, found.bits.words); // asked for
    }
  }
  return presence;
}
