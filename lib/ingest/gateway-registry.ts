import { performance } from "node:perf_hooks";
import type { Sql } from "@/db/client";
import type { GatewayIdentity } from "./commit-group";
import type { DatabaseClock } from "./database-clock";

/**
 * A row in gateways for this process, under a number of its own. A number whose process ended over an hour ago and left
 * no journal is used again, so that a smallint lasts for ever.
 */
export async function registerGateway(sql: Sql, instance: string): Promise<GatewayIdentity> {
  return await sql.begin(async (tx) => {
    const [reused] = await tx<{ id: number }[]>`
      update gateways set instance = ${instance}, started_at = clock_timestamp(), seen_at = clock_timestamp(),
        merged_through = floor(extract(epoch from clock_timestamp()) / 60)::int - 1, stopped_at = null, metrics = null
      where id = (
        select id from gateways g
        where seen_at < clock_timestamp() - interval '1 hour' and stopped_at is not null
          and not exists (select from presence_journal j where j.gateway = g.id)
        order by id limit 1 for update skip locked)
      returning id`;
    if (reused) return { id: reused.id, instance };
    const [made] = await tx<{ id: number }[]>`
      insert into gateways (instance, started_at, seen_at, merged_through)
      values (${instance}, clock_timestamp(), clock_timestamp(), floor(extract(epoch from clock_timestamp()) / 60)::int - 1)
      returning id`;
    if (!made) throw new Error("gateways returned no row");
    return { id: made.id, instance };
  });
}

/**
 * A sign of life, which also measures the database's clock. A gateway that was declared dead while it paused is alive
 * again by this. False: its row went to another process, and it must register anew.
 */
export async function beatGateway(sql: Sql, gateway: GatewayIdentity, clock: DatabaseClock): Promise<boolean> {
  const before = performance.now();
  const [row] = await sql<{ ms: number }[]>`
    update gateways set seen_at = clock_timestamp(), stopped_at = null
    where id = ${gateway.id} and instance = ${gateway.instance}
    returning extract(epoch from seen_at)::float8 * 1000 as ms`;
  if (row) clock.take(row.ms, before, performance.now());
  return row !== undefined;
}

export async function writeGatewayMetrics(sql: Sql, gateway: GatewayIdentity, metrics: string): Promise<void> {
  await sql`update gateways set metrics = ${metrics} where id = ${gateway.id} and instance = ${gateway.instance}`;
}

export async function markGatewayStopped(sql: Sql, gateway: GatewayIdentity): Promise<void> {
  await sql`
    update gateways set stopped_at = clock_timestamp(), seen_at = clock_timestamp()
    where id = ${gateway.id} and instance = ${gateway.instance}`;
}
