import type { Sql } from "@/db/client";
import { ensurePartitions } from "@/db/partitions";
import { bitsToLiteral, ShardBits } from "@/lib/fleet/bit-set";
import { dayOfMinute, minutesADay } from "@/lib/fleet/minute";
import { planes } from "@/lib/fleet/planes";
import { shardBitCount } from "@/lib/fleet/shard";
import { benchFleet } from "./bench-fleet";

const countedDays = 8;
const patterns = 7;

/**
 * What a fleet has behind it: counts of eight days by dimension, and the admitted bits of the last day; two days and an hour of
 * coverage are full. Every minute takes one of seven patterns with nine devices of ten in it.
 */
export async function seedHistory(sql: Sql, lastMinute: number): Promise<void> {
  const first = lastMinute - countedDays * minutesADay + 1;
  await ensurePartitions(sql, dayOfMinute(first), dayOfMinute(lastMinute) + 1);
  await sql`
    insert into coverage select minute, 2 from generate_series(${first}::int, ${lastMinute}::int) minute
    on conflict do nothing`;
  await seedCounts(sql, first, lastMinute);
  await seedBits(sql, lastMinute - minutesADay - 1, lastMinute);
  await sql`
    insert into roll_calls (minute, rolled_at, duration_ms, transitions) values (${lastMinute}, now(), 0, 0)`;
  await sql.unsafe("vacuum (analyze) fleet_minutes, presence, coverage");
}

/** Random, but a fixed share of the dimension's devices; what is measured is reading, not the figures. */
async function seedCounts(sql: Sql, first: number, last: number): Promise<void> {
  await sql`
    insert into fleet_minutes (dimension, key, minute,
      devices_connected, devices_outdated_agent, devices_legacy_token, devices_unverified, devices_silent,
      devices_quarantined, devices_unknown, devices_seen, devices_verified,
      gpus_connected, gpus_outdated_agent, gpus_legacy_token, gpus_unverified, gpus_silent,
      gpus_quarantined, gpus_unknown, gpus_seen, gpus_verified)
    select dimension, key, minute, n - s, 0, 0, 0, s, 0, 0, n - s, (n - s) / 2, 3 * (n - s), 0, 0, 0, 3 * s, 0, 0,
      3 * (n - s), 3 * ((n - s) / 2)
    from (
      select 'fleet' as dimension, '' as key, count(*)::int as n from devices
      union all select 'agent', coalesce(agent, ''), count(*)::int from devices group by 2
      union all select 'region', coalesce(region, ''), count(*)::int from devices group by 2
      union all select 'gpu_model', coalesce(gpu_model, ''), count(*)::int from devices group by 2
    ) as sizes, generate_series(${first}::int, ${last}::int) as minute,
      lateral (select n / 10 + (minute % 977) * 7919 % 1000 % (n / 100 + 1) as s) as silent`;
}

async function seedBits(sql: Sql, first: number, last: number): Promise<void> {
  for (let shard = 0; shard * shardBitCount < benchFleet.devices; shard++) {
    const literals = Array.from({ length: patterns }, (_, pattern) => {
      const bits = new ShardBits();
      const end = Math.min(shardBitCount, benchFleet.devices - shard * shardBitCount);
      for (let offset = 0; offset < end; offset++) if ((offset * 2_654_435_761 + pattern) % 10 !== 0) bits.add(offset);
      return bitsToLiteral(bits);
    });
    await sql`
      insert into presence (plane, shard, minute, bits)
      select ${planes.admitted}, ${shard}, minute, (${literals}::text[])[1 + minute % ${patterns}]::bit(65536)
      from generate_series(${first}::int, ${last}::int) minute`;
  }
}
