import { connectDatabase, type Sql } from "@/db/client";
import { ensurePartitions } from "@/db/partitions";
import { type Ctx, systemCtx } from "@/lib/context";
import { type DeviceSort, deviceSorts, sortOrders } from "@/lib/fleet/devices/device-sort";
import { listDevices } from "@/lib/fleet/devices/list-devices";
import { dayOfMinute, minuteOf } from "@/lib/fleet/minute";
import type { FleetFilter } from "@/lib/fleet/types";
import type { BenchContext, Benchmark } from "./benchmark";

const pastMinutes = 2_000;

const filters: FleetFilter[] = [
  {},
  { region: ["eu-west"], gpuModel: ["L40S"] },
  { state: ["silent"] },
  { search: "4f2a" },
];

/** The column that a plain query would sort by. */
const bareColumns: Record<DeviceSort, string> = {
  id: "device_id",
  name: "devices.name",
  provider: "providers.name",
  region: "region",
  model: "gpu_model",
  gpus: "gpu_count",
  agent: "agent",
  state: "state",
  since: "since",
  last_heartbeat: "last_seen",
};

export const devices: Benchmark = {
  name: "devices",
  title: "the first page of the devices list over 600,000 devices, by every sort and several filters",
  async run(context) {
    const { url, sql } = await context.openFleet();
    await seedMinute(sql, minuteOf(Date.now()) - 1);
    const db = connectDatabase(url, { max: 4, name: "muster-bench-web" });
    const ctx = systemCtx(db, "benchmark", new Date());
    const cold = await timed(() => listDevices(ctx, { filter: { search: "first" } }));
    const pages: { ms: number; sort: DeviceSort; filter: FleetFilter }[] = [];
    for (const filter of filters) pages.push(...(await measureFilter(ctx, filter)));
    pages.sort((a, b) => a.ms - b.ms);
    const slowest = pages.at(-1);
    const at95 = pages[Math.floor(pages.length * 0.95)];
    const bare = await bareWorst(sql);
    await measurePast(context, ctx, sql);
    await db.$client.end({ timeout: 5 });
    context.report({
      ...{ name: "devices-first-page", value: at95?.ms ?? 0, unit: "ms p95", baseline: bare.ms },
      ...{ baselineName: "the slowest bare SELECT of a page, without its count", target: { of: "value", atMost: 200 } },
      more: { slowest, bareSort: bare.sort, pages: pages.length, firstOfProcessMs: cold },
    });
  },
};

async function measureFilter(ctx: Ctx, filter: FleetFilter, minute?: number) {
  const pages: { ms: number; sort: DeviceSort; filter: FleetFilter }[] = [];
  for (const sort of deviceSorts) {
    for (const order of sortOrders)
      pages.push({ ms: await timed(() => listDevices(ctx, { filter, sort, order, minute })), sort, filter });
  }
  return pages;
}

/** A minute a day and a half back: half of the fleet has changed its state since, and the records before it tell since when. */
async function measurePast(context: BenchContext, ctx: Ctx, sql: Sql): Promise<void> {
  const latest = minuteOf(Date.now()) - 1;
  const minute = latest - pastMinutes;
  await seedPast(sql, latest, minute);
  // The moment itself is read for any sort; what is measured apart is what these two take on top, once a minute.
  await listDevices(ctx, { minute });
  const since = await timed(() => listDevices(ctx, { minute, sort: "since" }));
  const pages: { ms: number; sort: DeviceSort; filter: FleetFilter }[] = [];
  for (const filter of filters) {
    await listDevices(ctx, { minute, filter });
    pages.push(...(await measureFilter(ctx, filter, minute)));
  }
  pages.sort((a, b) => a.ms - b.ms);
  const bare = await timed(
    () => sql`
      select device_id, devices.name, providers.name as owner, region, gpu_model, gpu_count, agent, last.to_state, last.minute
      from (
        select distinct on (shard, ordinal) shard, ordinal, minute, to_state from transitions where minute <= ${minute}
        order by shard, ordinal, minute desc
      ) as last join devices using (shard, ordinal) join providers on providers.id = provider_id
      order by last.minute, ordinal limit 100`,
  );
  const at95 = pages[Math.floor(pages.length * 0.95)];
  context.report({
    ...{ name: "devices-past-page", value: at95?.ms ?? 0, unit: "ms p95", baseline: bare },
    ...{ baselineName: "a bare SELECT of a page by since at that minute", target: { of: "value", atMost: 200 } },
    more: { slowest: pages.at(-1), pages: pages.length, firstBySinceMs: since },
  });
}

async function bareWorst(sql: Sql): Promise<{ ms: number; sort: DeviceSort }> {
  let worst: { ms: number; sort: DeviceSort } = { ms: 0, sort: "id" };
  for (const sort of deviceSorts) {
    const ms = await timed(
      () => sql`
        select device_id, devices.name, providers.name as owner, region, gpu_model, gpu_count, agent, state, since, last_seen
        from devices join device_states using (shard, ordinal) join providers on providers.id = provider_id
        order by ${sql(bareColumns[sort])}, ordinal limit 100`,
    );
    if (ms > worst.ms) worst = { ms, sort };
  }
  return worst;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

/** One closed minute in which nine of ten devices called, as roll call leaves it. */
async function seedMinute(sql: Sql, minute: number): Promise<void> {
  await sql`insert into coverage select m, 2 from generate_series(${minute - 600}::int, ${minute}::int) m on conflict do nothing`;
  await sql`
    insert into presence (plane, shard, minute, bits)
    select 0, shard, ${minute}, repeat('1111111110', 6554)::bit(65536) from (select distinct shard from devices) as shards
    on conflict do nothing`;
  await sql`
    insert into device_states (shard, ordinal, state, since, last_seen)
    select shard, ordinal, case when (ordinal & 65535) % 10 = 9 then 5 else 1 end, ${minute} - ordinal % 4000,
      case when (ordinal & 65535) % 10 = 9 then ${minute} - ordinal % 4000 - 2 end from devices on conflict do nothing`;
  await sql`
    insert into roll_calls (minute, rolled_at, duration_ms, transitions) values (${minute}, now(), 1, 0) on conflict do nothing`;
  await sql`vacuum (analyze) device_states`;
}

/** The states of the past: two transitions a device, and the bits of the minute that is listed. */
async function seedPast(sql: Sql, latest: number, minute: number): Promise<void> {
  await ensurePartitions(sql, dayOfMinute(latest - 8_000), dayOfMinute(latest) + 1);
  await sql`
    insert into coverage select m, 2 from generate_series(${minute - 300}::int, ${minute}::int) m on conflict do nothing`;
  await sql`
    insert into presence (plane, shard, minute, bits)
    select plane, shard, ${minute}, repeat(case plane when 0 then '1111011110' else '0000100000' end, 6554)::bit(65536)
    from (select distinct shard from devices) as shards, unnest(array[0, 1]) as plane on conflict do nothing`;
  await sql`
    insert into transitions (shard, ordinal, minute, from_state, to_state)
    select shard, ordinal, since, 5, 1 from device_states union all
    select shard, ordinal, since - 2000 - ordinal % 1733, case (ordinal & 65535) % 10 when 9 then 1 else 5 end,
      case (ordinal & 65535) % 10 when 4 then 2 when 9 then 5 else 1 end from device_states
    order by 3 on conflict do nothing`;
  await sql`
    insert into roll_calls (minute, rolled_at, duration_ms, transitions)
    select m, now(), 1, 0 from generate_series(${latest - 8_000}::int, ${latest - 1}::int) m on conflict do nothing`;
  await sql`vacuum (analyze) transitions`;
}
