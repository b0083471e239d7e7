import { connectDatabase, type Sql } from "@/db/client";
import { type Ctx, systemCtx } from "@/lib/context";
import { bitsToLiteral, type ShardBits } from "@/lib/fleet/bit-set";
import { resolveCohort } from "@/lib/fleet/cohort/resolve-cohort";
import { minuteOf, minutesADay } from "@/lib/fleet/minute";
import { planes } from "@/lib/fleet/planes";
import { getFleetBreakdown } from "@/lib/fleet/queries/get-fleet-breakdown";
import { getFleetSummary } from "@/lib/fleet/queries/get-fleet-summary";
import { getFleetTimeline } from "@/lib/fleet/queries/get-fleet-timeline";
import type { FleetFilter } from "@/lib/fleet/types";
import { seedBenchFleet } from "./bench-fleet";
import type { BenchContext, Benchmark } from "./benchmark";
import { runScript } from "./child";
import { addOperatorToken, startGatewayProcess } from "./gateway-process";
import type { PacedInput } from "./paced-client";
import { seedHistory } from "./seed-history";

const rounds = 40;
const ingestSeconds = 150;

export const queries: Benchmark = {
  name: "queries",
  title: "the pages' queries over 600,000 devices while 20,000 heartbeats a second come in",
  async run(context) {
    const { url, sql } = await context.openDatabase();
    context.note("enrolling the fleet, eight days of counts, a day of bits");
    await seedBenchFleet(sql);
    const lastMinute = minuteOf(Date.now()) - 1;
    await seedHistory(sql, lastMinute);
    const token = await addOperatorToken(sql);
    const gateway = await startGatewayProcess(url);
    const client = runScript("lib/cli/bench/paced-client.ts", {
      ...{ port: gateway.port, token, itemsEach: 1_000, seconds: ingestSeconds },
    } satisfies PacedInput);
    const db = connectDatabase(url, { max: 4, name: "muster-bench-web" });
    const ctx = systemCtx(db, "benchmark", new Date());
    const day = { fromMinute: lastMinute - minutesADay + 1, toMinute: lastMinute };
    await measureStored(context, ctx, sql, day);
    await measureCohorts(context, ctx, sql, day);
    await measureBreakdown(context, ctx, lastMinute);
    await db.$client.end({ timeout: 5 });
    await client;
    await gateway.stop();
  },
};

type Day = { fromMinute: number; toMinute: number };
const regions = ["eu-central", "eu-west", "us-east", "us-west", "ap-south", "ap-east", "sa-east", "af-south"];
const models = ["RTX 4090", "RTX 3090", "H100 80GB", "A100 80GB", "RTX 3080", "L40S", "M2 Max", "MI300X"];

async function measureStored(context: BenchContext, ctx: Ctx, sql: Sql, day: Day): Promise<void> {
  context.note("summary and timeline of stored dimensions");
  const summary = await p95(() => getFleetSummary(ctx, {}));
  const bareRow = await p95(
    () => sql`
    select * from fleet_minutes where dimension = 'fleet' and key = '' and minute = ${day.toMinute}`,
  );
  context.report({
    ...{ name: "query-summary", value: summary, unit: "ms p95", baseline: bareRow },
    ...{ baselineName: "the bare SELECT of the row", target: { of: "value", atMost: 20 } },
  });
  const timeline = await p95((round) =>
    getFleetTimeline(ctx, { ...day, unit: "devices", filter: { region: [regions[round % 8] as string] } }),
  );
  const bareRows = await p95(
    (round) => sql`
    select * from fleet_minutes where dimension = 'region' and key = ${regions[round % 8] as string}
      and minute between ${day.fromMinute} and ${day.toMinute} order by minute`,
  );
  context.report({
    ...{ name: "query-timeline-24h", value: timeline, unit: "ms p95", baseline: bareRows },
    ...{ baselineName: "the bare SELECT of the rows", target: { of: "value", atMost: 100 } },
    more: { points: minutesADay, with: "expected band" },
  });
}

/** Another cohort each time, of all shards, so that nothing helps that was found before; each beside its bare SQL. */
async function measureCohorts(context: BenchContext, ctx: Ctx, sql: Sql, day: Day): Promise<void> {
  for (const unit of ["devices", "gpus"] as const) {
    context.note(`arbitrary cohorts over 24 hours, in ${unit}`);
    const times: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds / 2; round++) {
      const filter: FleetFilter = {
        region: regions.filter((_, index) => (index + round) % 3 !== 0),
        gpuModel: models.filter((_, index) => (index * 5 + round) % 4 !== 0),
      };
      const cohort = await resolveCohort(ctx, filter, day.toMinute);
      bare.push(await timed(() => countBare(sql, cohort, day)));
      times.push(await timed(() => getFleetTimeline(ctx, { ...day, unit, filter })));
    }
    context.report({
      ...{ name: `query-cohort-24h-${unit}`, value: ninetyFifth(times), unit: "ms p95", baseline: ninetyFifth(bare) },
      ...{ baselineName: "bit_count(bits & cohort) over the same rows", target: { of: "ratio", atMost: 3 } },
      more: { median: ninetyFifth(times, 0.5), baselineMedian: ninetyFifth(bare, 0.5) },
    });
  }
}

async function countBare(sql: Sql, cohort: Map<number, ShardBits>, day: Day): Promise<void> {
  await sql`
    with cohort as materialized (
      select shard, bits::bit(65536) as bits
      from unnest(${[...cohort.keys()]}::smallint[], ${[...cohort.values()].map(bitsToLiteral)}::text[]) as given(shard, bits)
    )
    select minute, sum(bit_count(presence.bits & cohort.bits)) from presence join cohort using (shard)
    where plane = ${planes.admitted} and minute between ${day.fromMinute} and ${day.toMinute}
    group by minute order by minute`;
}

async function measureBreakdown(context: BenchContext, ctx: Ctx, minute: number): Promise<void> {
  context.note("breakdown by provider");
  const value = await p95((round) =>
    getFleetBreakdown(ctx, { minute: minute - round, dimension: "provider", limit: 20 }),
  );
  context.report({ name: "query-breakdown-provider", value, unit: "ms p95", baseline: null });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function p95(work: (round: number) => Promise<unknown>): Promise<number> {
  await work(0);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await timed(() => work(round)));
  return ninetyFifth(times);
}

function ninetyFifth(times: number[], share = 0.95): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
