import type { Sql } from "@/db/client";
import type { ShardBits } from "../bit-set";
import { dateOfMinute } from "../minute";
import { ordinalOf } from "../shard";
import { cohortBytes } from "./cohort-bytes";
import type { DevicePosition } from "./device-cursor";
import type { SortOrder } from "./device-sort";
import { eachInteger } from "./each-integer";

export const scannedSorts = ["id", "name", "since", "last_heartbeat"] as const;
export type ScannedSort = (typeof scannedSorts)[number];

type Pick = {
  cohort: Map<number, ShardBits>;
  count: number;
  sort: ScannedSort;
  order: SortOrder;
  after?: DevicePosition;
  limit: number;
  /** A past minute, whose names count; null for the present. */
  minute: number | null;
};

/** Below this a cohort is read device by device; above, the table is scanned past its bits. */
const fewDevices = 2_000;

/**
 * The first devices of a cohort by what only the tables hold. No index but a scan of all rows with one bit test each and a heap
 * of `limit` rows: 600,000 devices take 50 to 70 ms whatever the filter, and updates of devices stay cheap.
 */
export async function pickByScan(sql: Sql, pick: Pick): Promise<DevicePosition[]> {
  const { cohort, count, order, after, limit } = pick;
  if (count === 0) return [];
  const member = count <= fewDevices ? listed(sql, cohort) : scanned(sql, cohort);
  const direction = order === "asc" ? sql`asc` : sql`desc`;
  const beyond = order === "asc" ? sql`>` : sql`<`;
  const behind = after ? sql`and (key, ordinal) ${beyond} (${after.key}, ${after.ordinal}::int)` : sql``;
  return sql<DevicePosition[]>`
    select key, ordinal from (${sourceOf(sql, pick)}) as source
    where ${member} ${behind}
    order by key ${direction}, ordinal ${direction} limit ${limit}`;
}

/** All of a cohort in its order, as the text of one array: a third of what as many rows take. */
export async function orderByScan(sql: Sql, pick: Omit<Pick, "after" | "limit">): Promise<number[]> {
  const { cohort, count, order } = pick;
  if (count === 0) return [];
  const member = count <= fewDevices ? listed(sql, cohort) : scanned(sql, cohort);
  const direction = order === "asc" ? sql`asc` : sql`desc`;
  const [row] = await sql<{ ordinals: string | null }[]>`
    select array_agg(ordinal order by key ${direction}, ordinal ${direction})::text as ordinals
    from (${sourceOf(sql, pick)}) as source where ${member}`;
  const ordinals: number[] = [];
  eachInteger(row?.ordinals ?? "{}", (ordinal) => ordinals.push(ordinal));
  return ordinals;
}

function scanned(sql: Sql, cohort: Map<number, ShardBits>) {
  const bytes = cohortBytes(cohort);
  // get_bit counts from the right of each byte, and fails beyond the end.
  return sql`case when ordinal < ${bytes.length * 8} then get_bit(${bytes}, (ordinal # 7)::bigint) = 1 else false end`;
}

function listed(sql: Sql, cohort: Map<number, ShardBits>) {
  const shards: number[] = [];
  const ordinals: number[] = [];
  for (const [shard, bits] of cohort) {
    bits.visit((offset) => {
      shards.push(shard);
      ordinals.push(ordinalOf(shard, offset));
    });
  }
  return sql`(shard, ordinal) in (select * from unnest(${shards}::smallint[], ${ordinals}::int[]))`;
}

/** shard, ordinal and key of every device; a missing name is "", the first in ascending order. */
function sourceOf(sql: Sql, { sort, minute }: Omit<Pick, "after" | "limit">) {
  switch (sort) {
    case "id":
      return sql`select shard, ordinal, device_id as key from devices`;
    case "since":
      return sql`select shard, ordinal, since as key from device_states`;
    case "last_heartbeat":
      // Who calls now comes after every past minute; who never called before.
      return sql`
        select shard, ordinal, case when state between 1 and 4 then 2147483647 else coalesce(last_seen, 0) end as key
        from device_states`;
    case "name":
      return minute === null
        ? sql`select shard, ordinal, coalesce(name, '') as key from devices`
        : pastNames(sql, minute);
  }
}

function pastNames(sql: Sql, minute: number) {
  const end = dateOfMinute(minute + 1);
  return sql`
    select shard, ordinal, coalesce(case when past.ordinal is null then name else past.value end, '') as key
    from devices left join (
      select shard, ordinal, value from device_history where field = 'name' and "from" < ${end} and "to" >= ${end}
    ) as past using (shard, ordinal)`;
}
