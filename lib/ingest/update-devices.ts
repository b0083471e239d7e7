import type { SqlOrTransaction } from "@/db/client";
import { mostFormerValuesAnHour } from "./commit-group";
import type { EnrolmentOrder } from "./enrol-devices";

/** A device's row, locked. */
export type EnrolledDevice = {
  shard: number;
  ordinal: number;
  providerId: number;
  decision: string | null;
  name: string | null;
  gpuModel: string | null;
  gpuCount: number;
  region: string | null;
  agent: string | null;
  cluster: string | null;
  node: string | null;
  intervalSeconds: number;
};

/** Column and field of device_history, and the name that it has here. */
const fields = [
  ["name", "name"],
  ["gpu_model", "gpuModel"],
  ["gpu_count", "gpuCount"],
  ["region", "region"],
  ["agent", "agent"],
  ["cluster", "cluster"],
  ["node", "node"],
] as const;

type Update = { order: EnrolmentOrder; device: EnrolledDevice };
type FormerValue = { shard: number; ordinal: number; field: string; value: string | null };

/** Writes what differs, the former values into device_history; returns the ids of the devices that changed. */
export async function updateDevices(tx: SqlOrTransaction, updates: readonly Update[]): Promise<string[]> {
  const former: FormerValue[] = [];
  const changed = updates.filter(({ order, device }) => {
    const before = former.length;
    for (const [field, name] of fields) {
      const value = order.enrolment[name];
      if (value === null || value === device[name]) continue;
      const old = device[name];
      former.push({ shard: device.shard, ordinal: device.ordinal, field, value: old === null ? null : String(old) });
    }
    const isOtherInterval = order.intervalSeconds !== null && order.intervalSeconds !== device.intervalSeconds;
    return former.length > before || isOtherInterval;
  });
  if (changed.length === 0) return [];
  await writeHistory(tx, former);
  await writeDevices(tx, changed);
  return changed.map(({ order }) => order.enrolment.device);
}

async function writeHistory(tx: SqlOrTransaction, former: readonly FormerValue[]): Promise<void> {
  if (former.length === 0) return;
  await tx`
    insert into device_history (shard, ordinal, field, "from", "to", value)
    select f.shard, f.ordinal, f.field,
      coalesce((select max(h."to") from device_history h
        where h.shard = f.shard and h.ordinal = f.ordinal and h.field = f.field), d.enrolled_at),
      statement_timestamp(), f.value
    from unnest(${former.map((f) => f.shard)}::smallint[], ${former.map((f) => f.ordinal)}::int[],
      ${former.map((f) => f.field)}::text[], ${former.map((f) => f.value)}::text[]) as f(shard, ordinal, field, value)
    join devices d on d.shard = f.shard and d.ordinal = f.ordinal
    where (select count(*) from device_history h where h.shard = f.shard and h.ordinal = f.ordinal and h.field = f.field
      and h."to" > statement_timestamp() - interval '1 hour') < ${mostFormerValuesAnHour}
    on conflict do nothing`;
}

async function writeDevices(tx: SqlOrTransaction, changed: readonly Update[]): Promise<void> {
  const devices = changed.map(({ device }) => device);
  const wanted = changed.map(({ order }) => order.enrolment);
  await tx`
    update devices d set name = coalesce(n.name, d.name), gpu_model = coalesce(n.gpu_model, d.gpu_model),
      gpu_count = coalesce(n.gpu_count, d.gpu_count), region = coalesce(n.region, d.region),
      agent = coalesce(n.agent, d.agent), cluster = coalesce(n.cluster, d.cluster), node = coalesce(n.node, d.node),
      interval_seconds = coalesce(n.interval_seconds, d.interval_seconds), version = pg_current_xact_id()
    from unnest(${devices.map((d) => d.shard)}::smallint[], ${devices.map((d) => d.ordinal)}::int[],
      ${wanted.map((e) => e.name)}::text[], ${wanted.map((e) => e.gpuModel)}::text[],
      ${wanted.map((e) => e.gpuCount)}::smallint[], ${wanted.map((e) => e.region)}::text[],
      ${wanted.map((e) => e.agent)}::text[], ${wanted.map((e) => e.cluster)}::text[], ${wanted.map((e) => e.node)}::text[],
      ${changed.map(({ order }) => order.intervalSeconds)}::smallint[])
      as n(shard, ordinal, name, gpu_model, gpu_count, region, agent, cluster, node, interval_seconds)
    where d.shard = n.shard and d.ordinal = n.ordinal`;
}
