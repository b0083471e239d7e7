import { minutesAnHour } from "../minute";

/** Minutes are inclusive at both ends; without shards: all of them. */
export type PresenceQuery = {
  planes: readonly number[];
  shards?: readonly number[];
  fromMinute: number;
  toMinute: number;
};

// 8 kB a frame: about 32 MB in memory at a time.
const framesAtOnce = 4_000;

/** The query cut into spans that end with an hour and fit into memory. */
export function* spansOf(query: PresenceQuery, shardCount: number): Generator<{ from: number; to: number }> {
  const framesAnHour = minutesAnHour * Math.max(1, query.planes.length) * Math.max(1, shardCount);
  const minutesAtOnce = Math.max(1, Math.floor(framesAtOnce / framesAnHour)) * minutesAnHour;
  for (let from = query.fromMinute; from <= query.toMinute; ) {
    const firstOfHour = from - (from % minutesAnHour);
    const to = Math.min(query.toMinute, firstOfHour + minutesAtOnce - 1);
    yield { from, to };
    from = to + 1;
  }
}
