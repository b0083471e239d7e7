import type { Sql } from "@/db/client";
import type { ShardBits } from "../bit-set";
import type { FleetMoment } from "../cohort/fleet-moment";
import { ordinalOf } from "../shard";
import { type ColumnValues, readColumnValues } from "./column-values";
import type { DevicePosition } from "./device-cursor";
import type { SortOrder } from "./device-sort";
import { FirstRows } from "./first-rows";
import type { StateBeginnings } from "./read-state-beginnings";
import { isCalling } from "./state-beginning";

export const recordedSorts = ["provider", "region", "model", "gpus", "agent", "state"] as const;
export type RecordedSort = (typeof recordedSorts)[number];

type Pick = {
  cohort: Map<number, ShardBits>;
  sort: RecordedSort | BegunSort;
  /** For the sorts by when a state began. */
  beginnings?: StateBeginnings;
  order: SortOrder;
  after?: DevicePosition;
  limit: number;
};
/** Of the present the tables hold them, of a past minute they are worked out; see pick-by-scan.ts. */
export const begunSorts = ["since", "last_heartbeat"] as const;
export type BegunSort = (typeof begunSorts)[number];

type MomentShard = FleetMoment["shards"][number];

/** The first devices of a cohort by what the records of the minute hold in memory: 600,000 devices 15 ms, now and in the past. */
export async function pickByRecords(sql: Sql, moment: FleetMoment, pick: Pick): Promise<DevicePosition[]> {
  const { cohort, sort, order, after, limit, beginnings } = pick;
  const values = await readColumnValues(sql, moment.directory, sort);
  const sign = order === "asc" ? 1 : -1;
  const first = new FirstRows(
    limit,
    after && { rank: values.rankOfKey(after.key) * sign, ordinal: after.ordinal * sign },
  );
  for (const at of moment.shards) {
    const rankAt = rankReader(at, sort, values, beginnings);
    cohort.get(at.shard)?.visit((offset) => first.offer(rankAt(offset) * sign, ordinalOf(at.shard, offset) * sign));
  }
  return first.rows().map(({ rank, ordinal }) => ({ key: values.keyOfRank(rank * sign), ordinal: ordinal * sign }));
}

/** Who calls at the moment comes after everyone who fell silent before it. */
const callsNow = 2_147_483_647;

function rankReader(at: MomentShard, sort: Pick["sort"], values: ColumnValues, beginnings?: StateBeginnings) {
  const { shard, records, states } = at;
  if (sort === "since" || sort === "last_heartbeat") {
    const minutes = (sort === "since" ? beginnings?.since : beginnings?.lastSeen) ?? new Int32Array(0);
    return (offset: number) =>
      sort === "last_heartbeat" && isCalling(states.codeAt(offset))
        ? callsNow
        : (minutes[ordinalOf(shard, offset)] ?? 0);
  }
  const column = { provider: records.provider, region: records.region, model: records.gpuModel, agent: records.agent };
  if (sort === "state") return (offset: number) => states.codeAt(offset) as number;
  if (sort === "gpus") return (offset: number) => records.gpuCount[offset] as number;
  const codes = column[sort];
  return (offset: number) => values.rankOfCode(codes[offset] as number);
}
