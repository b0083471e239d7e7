import { createHash } from "node:crypto";
import type { Sql } from "@/db/client";

/** The fleet of the benchmarks: the same in SQL and here, so that a client needs no list. */
export const benchFleet = { devices: 600_000, providers: 4_000, agent: "1.4.2" } as const;

/** A UUID, as most device ids are. */
export function benchDeviceId(i: number): string {
  const hex = createHash("md5").update(`device-${i}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const benchBoot = (i: number): string => `boot-${(i + 0x10000000).toString(16)}`;

/** Enrols it: ordinals in the order of i, providers of uneven size, as after the fleet's first call. */
export async function seedBenchFleet(sql: Sql): Promise<void> {
  await sql`
    insert into providers (slug, name) select 'provider-' || i, 'Provider ' || i
    from generate_series(1, ${benchFleet.providers}::int) i`;
  await sql`
    insert into device_ids (id, ordinal)
    select md5('device-' || i)::uuid::text, i from generate_series(0, ${benchFleet.devices - 1}::int) i`;
  await sql`
    insert into devices (shard, ordinal, device_id, provider_id, region, gpu_model, gpu_count, agent, boot, token_kind,
      interval_seconds, enrolled_at)
    select (i >> 16)::smallint, i, md5('device-' || i)::uuid::text,
      1 + floor(power((i::float8 + 0.5) / ${benchFleet.devices}, 3) * ${benchFleet.providers})::int,
      (array['eu-central', 'eu-west', 'us-east', 'us-west', 'ap-south', 'ap-east', 'sa-east', 'af-south'])[1 + i % 8],
      (array['RTX 4090', 'RTX 3090', 'H100 80GB', 'A100 80GB', 'RTX 3080', 'L40S', 'M2 Max', 'MI300X', 'RTX 3060', 'T4'])[1 + (i / 8) % 10],
      (array[1, 1, 1, 2, 4, 8])[1 + (i / 80) % 6], ${benchFleet.agent}, 'boot-' || to_hex(i + 268435456), 'operator', 30,
      now() - interval '30 days'
    from generate_series(0, ${benchFleet.devices - 1}::int) i`;
  await sql`select setval('device_ordinals', ${benchFleet.devices})`;
  await sql`vacuum (analyze) devices`;
  await sql`vacuum (analyze) device_ids`;
}
