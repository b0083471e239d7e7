import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx, TransactionCtx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { forEverMs } from "@/lib/fleet/for-ever";
import { minuteOf, minutesADay } from "@/lib/fleet/minute";
import { shardOf } from "@/lib/fleet/shard";
import { retryUndone } from "./is-retryable";
import type { VerificationResult } from "./verification";

export type VerificationOrder = { ordinal: number; atMs: number; verification: VerificationResult };

/** How far back roll call looks at states again: as long as minutes stay unfolded. */
const longestRollMinutes = 7 * minutesADay;
export const counterfeit = "counterfeit";

/**
 * Keeps results as intervals: a pass holds until it expires (for ever without an end) or the next result is taken. A
 * failure quarantines the device as counterfeit, with an audit row of its own. One transaction; a repetition changes nothing.
 */
export async function recordVerifications(ctx: Ctx, orders: readonly VerificationOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const nowMinute = minuteOf(ctx.now);
  await retryUndone(() =>
    ctx.db.transaction(async (db) => {
      const rows = JSON.stringify(orders.map(rowOf));
      const failed = await writeResults(db, rows);
      const quarantined = await quarantineFailed(db, failed, nowMinute, ctx.actor.name);
      await queueRolls(db, orders, quarantined, nowMinute);
      await tellQuarantine({ ...ctx, db }, quarantined);
    }),
  );
}

const iso = (ms: number): string => new Date(ms).toISOString();

function rowOf({ ordinal, atMs, verification }: VerificationOrder) {
  const { result, method, digest, duration_ms, valid_until } = verification;
  const validUntil = valid_until == null ? null : iso(Math.min(valid_until, forEverMs));
  const until = result === "passed" ? (validUntil ?? iso(forEverMs)) : null;
  const place = { shard: shardOf(ordinal), ordinal, at: iso(atMs) };
  return { ...place, result, method, digest, duration_ms, valid_until: validUntil, until };
}

type Failed = { shard: number; ordinal: number; at: string; method: string | null; digest: string | null };

/** Of two results of one instant the failed one counts. Returns the failures that were not known yet. */
async function writeResults(db: Transaction, rows: string): Promise<Failed[]> {
  return await db.execute<Failed>(sql`
    with results as (
      select distinct on (shard, ordinal, at) * from jsonb_to_recordset(${rows}::text::jsonb)
        as t(shard smallint, ordinal int, at timestamptz, result text, method text, digest text, duration_ms float8,
          until timestamptz, valid_until timestamptz)
      order by shard, ordinal, at, result = 'passed'
    ), kept as (
      insert into verifications as known (shard, ordinal, at, result, method, digest, duration_ms, valid_until)
      select shard, ordinal, at, result, method, digest, duration_ms, valid_until
      from results order by shard, ordinal, at
      on conflict (shard, ordinal, at) do update set result = excluded.result, method = excluded.method,
        digest = excluded.digest, duration_ms = excluded.duration_ms, valid_until = excluded.valid_until
        where known.result = 'passed' and excluded.result = 'failed'
      returning shard, ordinal, at, result, method, digest
    ), latest as (
      select distinct on (shard, ordinal) * from results order by shard, ordinal, at desc
    ), locked as materialized (
      select d.shard, d.ordinal, l.at, l.until from devices d join latest l on l.shard = d.shard and l.ordinal = d.ordinal
      where d.verified_at is null or d.verified_at < l.at
        or (d.verified_at = l.at and d.verified_until is not null and l.until is null)
      order by d.shard, d.ordinal for update of d
    ), changed as (
      update devices d set verified_at = l.at, verified_until = l.until, version = pg_current_xact_id()
      from locked l where d.shard = l.shard and d.ordinal = l.ordinal
    )
    select shard, ordinal, at::text as at, method, digest from kept where result = 'failed' order by shard, ordinal, at`);
}

type Quarantined = {
  shard: number;
  device: string;
  gpus: number;
  at: string;
  method: string | null;
  digest: string | null;
};

/** A failure that is sent once more must not quarantine again what a person has released. */
async function quarantineFailed(
  db: Transaction,
  failures: readonly Failed[],
  minute: number,
  actor: string,
): Promise<Quarantined[]> {
  if (failures.length === 0) return [];
  return await db.execute<Quarantined>(sql`
    with failed as (
      select distinct on (shard, ordinal) * from jsonb_to_recordset(${JSON.stringify(failures)}::text::jsonb)
        as t(shard smallint, ordinal int, at timestamptz, method text, digest text)
      order by shard, ordinal, at
    ), locked as materialized (
      select d.shard, d.ordinal, f.at, f.method, f.digest from devices d
      join failed f on f.shard = d.shard and f.ordinal = d.ordinal
      where d.decision is null order by d.shard, d.ordinal for update of d
    ), changed as (
      update devices d set decision = 'quarantined', decision_reason = ${counterfeit}, version = pg_current_xact_id()
      from locked l where d.shard = l.shard and d.ordinal = l.ordinal
      returning d.shard, d.ordinal, d.device_id, d.gpu_count, l.at, l.method, l.digest
    ), kept as (
      insert into device_decisions (shard, ordinal, from_minute, kind, reason, actor)
      select shard, ordinal, ${minute}, 'quarantined', ${counterfeit}, ${actor} from changed
      on conflict (shard, ordinal, kind, from_minute) do update
        set to_minute = null, reason = excluded.reason, actor = excluded.actor
    )
    select shard, device_id as device, gpu_count::int as gpus, at::text as at, method, digest from changed
    order by shard, ordinal`);
}

/** The minutes from which states may be others now; roll call decides whether they were closed already. */
async function queueRolls(
  db: Transaction,
  orders: readonly VerificationOrder[],
  quarantined: readonly Quarantined[],
  nowMinute: number,
): Promise<void> {
  const first = new Map<number, number>();
  const note = (shard: number, minute: number) => first.set(shard, Math.min(minute, first.get(shard) ?? minute));
  for (const { ordinal, atMs } of orders) {
    const minute = Math.max(minuteOf(atMs), nowMinute - longestRollMinutes);
    if (minute < nowMinute) note(shardOf(ordinal), minute);
  }
  for (const { shard } of quarantined) note(shard, nowMinute);
  const rows = [...first].sort(([a], [b]) => a - b).map(([shard, minute]) => ({ shard, minute }));
  if (rows.length === 0) return;
  await db.execute(sql`
    insert into roll_queue (shard, minute)
    select shard, minute from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as t(shard smallint, minute int)
    order by shard, minute
    on conflict (shard, minute) do update set queued_at = excluded.queued_at`);
}

async function tellQuarantine(ctx: TransactionCtx, quarantined: readonly Quarantined[]): Promise<void> {
  if (quarantined.length === 0) return;
  for (const { device, at, method, digest } of quarantined) {
    const after = { reason: counterfeit, verification: { at, method, digest } };
    await recordAudit(ctx, { action: "device.quarantine", target: { kind: "device", id: device }, after });
  }
  const devices = quarantined.length;
  const gpus = quarantined.reduce((sum, row) => sum + row.gpus, 0);
  await recordDomainEvent(ctx, {
    kind: "device.quarantined",
    title: `Quarantined ${devices.toLocaleString("en")} ${devices === 1 ? "device" : "devices"}: ${counterfeit}`,
    happenedAt: ctx.now,
    figures: { devices, gpus, reason: counterfeit },
  });
}
