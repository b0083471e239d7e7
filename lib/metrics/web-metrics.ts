import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Sql } from "@/db/client";
import { readWorkerMetrics } from "@/lib/jobs/worker-status";
import { type Exposition, mergeExpositions } from "./merge-expositions";

const holder = globalThis as { musterWebRegistry?: Registry };

/** Gauges of this web process, and those that anybody can read from the records. */
function webRegistry(sql: Sql): Registry {
  if (holder.musterWebRegistry) return holder.musterWebRegistry;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: "muster_roll_call_age_seconds",
    help: "Seconds since the end of the last minute that roll call closed.",
    registers,
    async collect() {
      const [row] = await sql<{ age: number | null }[]>`
        select extract(epoch from clock_timestamp())::float8 - (max(minute) + 1) * 60.0::float8 as age from roll_calls`;
      // Without a roll call there is no age: a missing sample is unknown, 0 would be a lie.
      if (row?.age != null) this.set(row.age);
    },
  });
  new Gauge({
    name: "muster_devices",
    help: "Devices by state in the last closed minute.",
    labelNames: ["state"],
    registers,
    async collect() {
      const [row] = await sql<Record<string, number>[]>`
        select devices_connected as connected, devices_outdated_agent as blocked_outdated_agent,
          devices_legacy_token as blocked_legacy_token, devices_unverified as blocked_unverified,
          devices_silent as silent, devices_quarantined as quarantined, devices_unknown as unknown
        from fleet_minutes where dimension = 'fleet' and key = '' order by minute desc limit 1`;
      for (const [state, value] of Object.entries(row ?? {})) this.set({ state }, value);
    },
  });
  holder.musterWebRegistry = registry;
  return registry;
}

/** Prometheus text of this process, with what live gateways and workers left in the database. */
export async function readAllMetrics(sql: Sql): Promise<string> {
  const own: Exposition = { labels: { process: "web" }, text: await webRegistry(sql).metrics() };
  const gateways = await sql<{ instance: string; metrics: string }[]>`
    select instance, metrics from gateways
    where metrics is not null and stopped_at is null and seen_at > now() - interval '1 minute'
    order by instance limit 100`;
  const workers = await readWorkerMetrics(sql);
  return mergeExpositions([
    own,
    ...gateways.map(({ instance, metrics }) => ({ labels: { process: "gateway", instance }, text: metrics })),
    ...workers.map(({ instance, metrics }) => ({ labels: { process: "worker", instance }, text: metrics })),
  ]);
}
