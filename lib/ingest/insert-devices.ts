import type { SqlOrTransaction } from "@/db/client";
import type { EnrolmentOrder } from "./enrol-devices";

const defaultIntervalSeconds = 30;

/** Inserts devices under new ordinals, in the order given; returns the ids that were not there yet. */
export async function insertDevices(tx: SqlOrTransaction, orders: readonly EnrolmentOrder[]): Promise<string[]> {
  if (orders.length === 0) return [];
  const all = orders.map((order) => order.enrolment);
  const rows = await tx<{ id: string }[]>`
    with wanted as materialized (
      select t.*, nextval('device_ordinals')::int as ordinal
      from (
        select * from unnest(${all.map((e) => e.device)}::text[], ${orders.map((order) => order.providerId)}::int[],
          ${all.map((e) => e.name)}::text[], ${all.map((e) => e.gpuModel)}::text[],
          ${all.map((e) => e.gpuCount ?? 1)}::smallint[], ${all.map((e) => e.region)}::text[],
          ${all.map((e) => e.agent)}::text[], ${all.map((e) => e.cluster)}::text[], ${all.map((e) => e.node)}::text[],
          ${orders.map((order) => order.intervalSeconds ?? defaultIntervalSeconds)}::smallint[])
        with ordinality
          as u(id, provider_id, name, gpu_model, gpu_count, region, agent, cluster, node, interval_seconds, place)
        order by place
      ) t
    ), made as (
      insert into device_ids (id, ordinal) select id, ordinal from wanted order by id
      on conflict (id) do nothing returning id, ordinal
    )
    insert into devices (shard, ordinal, device_id, provider_id, name, gpu_model, gpu_count, region, agent, cluster, node,
      interval_seconds, enrolled_at)
    select (w.ordinal >> 16)::smallint, w.ordinal, w.id, w.provider_id, w.name, w.gpu_model, w.gpu_count, w.region, w.agent,
      w.cluster, w.node, w.interval_seconds, statement_timestamp()
    from wanted w join made m on m.id = w.id
    order by w.place
    returning device_id as id`;
  return rows.map((row) => row.id);
}
