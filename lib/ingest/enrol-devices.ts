import type { Sql, SqlOrTransaction } from "@/db/client";
import { findGpuModel } from "@/lib/fleet/gpu-models";
import type { Enrolment } from "./enrolment";
import { insertDevices } from "./insert-devices";
import { retryUndone } from "./is-retryable";
import { noteExposedDevices } from "./note-exposed-devices";
import type { RejectionReason } from "./rejection-counter";
import { type EnrolledDevice, updateDevices } from "./update-devices";

/** `providerId` is whose the device is to be; the token or the item has said it. */
export type EnrolmentOrder = {
  index: number;
  enrolment: Enrolment;
  providerId: number;
  intervalSeconds: number | null;
};
export type EnrolmentResult = {
  rejected: { index: number; device: string; reason: RejectionReason }[];
  /** Ids that are new or have changed, and how many of them are new. */
  changed: string[];
  inserted: number;
};

/**
 * Enrols devices or updates those that are: idempotent, one transaction. No id may stand twice in `orders`.
 * A device of another provider is rejected as foreign_device, a retired one as retired.
 */
export async function enrolDevices(sql: Sql, orders: readonly EnrolmentOrder[]): Promise<EnrolmentResult> {
  return await retryUndone(() => sql.begin((tx) => enrolInTransaction(tx, orders)));
}

async function enrolInTransaction(tx: SqlOrTransaction, orders: readonly EnrolmentOrder[]): Promise<EnrolmentResult> {
  const result: EnrolmentResult = { rejected: [], changed: [], inserted: 0 };
  await addModels(tx, orders);
  let pending = orders;
  // A device that another gateway enrols in this moment is not inserted here, and found in the next round.
  for (let round = 0; pending.length > 0; round++) {
    if (round === 3) throw new Error("devices appear and vanish: this cannot be");
    const present = await lockPresent(tx, pending);
    const updates: { order: EnrolmentOrder; device: EnrolledDevice }[] = [];
    for (const order of pending) {
      const device = present.get(order.enrolment.device);
      if (!device) continue;
      const reason =
        device.providerId !== order.providerId ? "foreign_device" : device.decision === "retired" ? "retired" : null;
      if (reason) result.rejected.push({ index: order.index, device: order.enrolment.device, reason });
      else updates.push({ order, device });
    }
    result.changed.push(...(await updateDevices(tx, updates)));
    const absent = pending.filter((order) => !present.has(order.enrolment.device));
    const inserted = new Set(await insertDevices(tx, absent));
    await noteExposedDevices(tx, [...inserted]);
    result.changed.push(...inserted);
    result.inserted += inserted.size;
    pending = absent.filter((order) => !inserted.has(order.enrolment.device));
  }
  return result;
}

async function lockPresent(
  tx: SqlOrTransaction,
  orders: readonly EnrolmentOrder[],
): Promise<Map<string, EnrolledDevice>> {
  const rows = await tx<(EnrolledDevice & { device: string })[]>`
    select d.device_id as device, d.shard, d.ordinal, d.provider_id as "providerId", d.decision, d.name,
      d.gpu_model as "gpuModel", d.gpu_count as "gpuCount", d.region, d.agent, d.cluster, d.node,
      d.interval_seconds as "intervalSeconds"
    from unnest(${orders.map((order) => order.enrolment.device)}::text[]) as wanted(id)
    join device_ids i on i.id = wanted.id
    join devices d on d.shard = (i.ordinal >> 16)::smallint and d.ordinal = i.ordinal
    order by d.shard, d.ordinal for update of d`;
  return new Map(rows.map((row) => [row.device, row]));
}

async function addModels(tx: SqlOrTransaction, orders: readonly EnrolmentOrder[]): Promise<void> {
  const models = [...new Set(orders.flatMap((order) => order.enrolment.gpuModel ?? []))].sort();
  if (models.length === 0) return;
  const known = await tx<{ name: string }[]>`select name from gpu_models where name = any(${models}::text[])`;
  const names = new Set(known.map((row) => row.name));
  const added = models.filter((model) => !names.has(model)).map(findGpuModel);
  if (added.length === 0) return;
  await tx`
    insert into gpu_models (name, vendor, memory_gib, class)
    select * from unnest(${added.map((model) => model.name)}::text[], ${added.map((model) => model.vendor)}::text[],
      ${added.map((model) => model.memoryGib)}::int[], ${added.map((model) => model.class)}::text[])
    on conflict (name) do nothing`;
}
