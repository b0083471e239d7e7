import type { SqlOrTransaction } from "@/db/client";
import type { DirectoryRow } from "@/lib/fleet/directory";

/** The rows of FleetDirectory for these device ids; an id that is not enrolled has none. At most 10,000 at a time. */
export async function readDirectoryRows(sql: SqlOrTransaction, deviceIds: readonly string[]): Promise<DirectoryRow[]> {
  return await sql<DirectoryRow[]>`
    select d.ordinal, d.device_id as "deviceId", d.provider_id as "providerId", d.region, d.gpu_model as "gpuModel",
      d.gpu_count as "gpuCount", d.agent, d.boot, d.token_kind as "tokenKind", d.interval_seconds as "intervalSeconds",
      d.enrolled_at as "enrolledAt", d.decision, d.verified_until as "verifiedUntil"
    from unnest(${deviceIds as string[]}::text[]) as wanted(id)
    join device_ids i on i.id = wanted.id
    join devices d on d.shard = (i.ordinal >> 16)::smallint and d.ordinal = i.ordinal`;
}
