import type { SqlOrTransaction } from "@/db/client";
import type { FleetDirectory } from "../directory";
import { dateOfMinute } from "../minute";
import type { RecordField } from "../roll-call/record-change";
import { namesOf } from "../roll-call/record-changes";
import { ShardRecords } from "../roll-call/shard-records";
import type { DeviceMatcher } from "./device-matcher";

/** The shards in which anybody matches now, or may have in or since a minute by other values of these fields. */
export async function shardsOf(
  sql: SqlOrTransaction,
  directory: FleetDirectory,
  matcher: DeviceMatcher,
  since: { minute: number; fields: ReadonlySet<RecordField> },
): Promise<number[]> {
  const shards = Array.from({ length: directory.shardCount }, (_, shard) => shard);
  const names = namesOf(since.fields);
  const moved =
    names.length === 0
      ? []
      : await sql<{ shard: number }[]>`
          select distinct shard from device_history
          where "to" >= ${dateOfMinute(since.minute + 1)} and field = any(${names}::text[])`;
  const changed = new Set(moved.map((row) => row.shard));
  return shards.filter(
    (shard) => changed.has(shard) || !matcher.maskOf(new ShardRecords(directory, shard, since.minute)).isEmpty(),
  );
}
