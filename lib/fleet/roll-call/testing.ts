import type { Sql } from "@/db/client";
import { bitsToLiteral, ShardBits } from "../bit-set";
import type { CoverageStatus } from "../coverage-status";
import { dateOfMinute, minuteOf } from "../minute";
import { offsetOf, shardOf } from "../shard";
import { queueRoll } from "./queue-roll";

export type TestDevice = {
  ordinal: number;
  providerId: number;
  region?: string;
  gpuModel?: string;
  gpuCount?: number;
  agent?: string;
  intervalSeconds?: number;
  enrolledMinute: number;
};

/** Writes records as gateways, acts and imports write them, for tests of the roll call. */
export class TestRecords {
  constructor(
    readonly sql: Sql,
    /** Empties tables, which the application may not. */
    readonly owner: Sql = sql,
  ) {}

  async enrol(device: TestDevice): Promise<void> {
    await this.sql`
      insert into providers (id, slug, name) overriding system value
      values (${device.providerId}, ${`provider-${device.providerId}`}, 'Provider') on conflict do nothing`;
    await this.sql`
      insert into devices (shard, ordinal, device_id, provider_id, region, gpu_model, gpu_count, agent, interval_seconds, enrolled_at)
      values (${shardOf(device.ordinal)}, ${device.ordinal}, ${`device-${device.ordinal}`}, ${device.providerId},
        ${device.region ?? null}, ${device.gpuModel ?? null}, ${device.gpuCount ?? 1}, ${device.agent ?? null},
        ${device.intervalSeconds ?? 30}, ${dateOfMinute(device.enrolledMinute)})`;
  }

  /** A merge of one bit; late, it queues the minute as a gateway does. */
  async call(ordinal: number, minute: number, plane: number): Promise<void> {
    const bits = new ShardBits();
    bits.add(offsetOf(ordinal));
    const shard = shardOf(ordinal);
    await this.sql.begin(async (sql) => {
      const [roll] = await sql<{ through: number }[]>`
        select rolled_through as through from shard_rolls where shard = ${shard} for share`;
      await sql`
        insert into presence (plane, shard, minute, bits) values (${plane}, ${shard}, ${minute}, ${bitsToLiteral(bits)}::bit(65536))
        on conflict (plane, shard, minute) do update set bits = presence.bits | excluded.bits`;
      if (roll && roll.through >= minute) {
        await sql`insert into roll_queue (shard, minute) values (${shard}, ${minute}) on conflict do nothing`;
      }
    });
  }

  async cover(minute: number, status: CoverageStatus): Promise<void> {
    await this.sql`
      insert into coverage (minute, status) values (${minute}, ${status})
      on conflict (minute) do update set status = excluded.status`;
  }

  /** As the acts do: a device has one open decision at most, and retirement ends a quarantine. */
  async decide(ordinal: number, kind: "quarantined" | "retired", fromMinute: number): Promise<void> {
    await this.sql.begin(async (sql) => {
      const changed = await sql`
        update devices set decision = ${kind}, version = pg_current_xact_id()
        where ordinal = ${ordinal} and (decision is null or (${kind} = 'retired' and decision = 'quarantined'))`;
      if (changed.count === 0) return;
      await sql`
        update device_decisions set to_minute = greatest(${fromMinute}, from_minute)
        where ordinal = ${ordinal} and to_minute is null`;
      await sql`
        insert into device_decisions (shard, ordinal, from_minute, kind, reason, actor)
        values (${shardOf(ordinal)}, ${ordinal}, ${fromMinute}, ${kind}, 'test', 'test')
        on conflict (shard, ordinal, kind, from_minute) do update set to_minute = null`;
      await queueRoll(sql, shardOf(ordinal), fromMinute);
    });
  }

  async release(ordinal: number, toMinute: number): Promise<void> {
    await this.sql.begin(async (sql) => {
      const changed = await sql`
        update devices set decision = null, version = pg_current_xact_id()
        where ordinal = ${ordinal} and decision = 'quarantined'`;
      if (changed.count === 0) return;
      const [ended] = await sql<{ to: number }[]>`
        update device_decisions set to_minute = greatest(${toMinute}, from_minute)
        where ordinal = ${ordinal} and to_minute is null returning to_minute as "to"`;
      await queueRoll(sql, shardOf(ordinal), Math.min(toMinute, ended?.to ?? toMinute));
    });
  }

  /** A change of an attribute at a moment, as heartbeats, enrolments and moves bring it. */
  async change(
    ordinal: number,
    field: "agent" | "region" | "provider_id" | "gpu_count",
    value: string | number,
    at: Date,
  ): Promise<void> {
    const named = field.replace("_id", "");
    await this.sql.begin(async (sql) => {
      const [device] = await sql<{ value: string | null; from: Date }[]>`
        select ${sql(field)}::text as value, coalesce(
          (select max("to") from device_history h where h.ordinal = devices.ordinal and field = ${named}), enrolled_at) as "from"
        from devices where ordinal = ${ordinal}`;
      if (!device || device.value === String(value) || device.from >= at) return;
      await sql`
        insert into device_history (shard, ordinal, field, "from", "to", value)
        values (${shardOf(ordinal)}, ${ordinal}, ${named}, ${device.from}, ${at}, ${device.value})`;
      await sql`
        update devices set ${sql(field)} = ${value}, version = pg_current_xact_id() where ordinal = ${ordinal}`;
    });
  }

  async verify(ordinal: number, at: Date, validUntil: Date | null): Promise<void> {
    await this.sql.begin(async (sql) => {
      await sql`
        insert into verifications (shard, ordinal, at, result, valid_until)
        values (${shardOf(ordinal)}, ${ordinal}, ${at}, 'passed', ${validUntil}) on conflict do nothing`;
      await sql`
        update devices set verified_at = ${at}, verified_until = coalesce(${validUntil}, '9999-12-31'::timestamptz),
          version = pg_current_xact_id()
        where ordinal = ${ordinal} and (verified_at is null or verified_at < ${at})`;
      await queueRoll(sql, shardOf(ordinal), minuteOf(at));
    });
  }

  /** All that roll call derives, in one order; without when it was written. */
  async derived(): Promise<Record<string, readonly unknown[]>> {
    return {
      states: await this.sql`select * from device_states order by shard, ordinal`,
      transitions: await this.sql`select * from transitions order by shard, ordinal, minute`,
      counts: (await this.sql`select * from fleet_minutes order by minute, dimension, key`).map(
        ({ revised_at: _, ...row }) => row,
      ),
      hours: await this.sql`select * from provider_hours order by hour, provider_id`,
      calls: await this.sql`select minute, transitions from roll_calls order by minute`,
      // A decision taken in the minute that goes on waits for that minute's roll call.
      queue: await this.sql`
        select * from roll_queue where minute <= (select max(minute) from roll_calls)`,
      rolled: await this.sql`
        select shard, rolled_through from shard_rolls where shard in (select shard from devices) order by shard`,
    };
  }

  /** Forgets everything that roll call derived. */
  async forget(): Promise<void> {
    await this.owner`
      truncate device_states, transitions, fleet_minutes, provider_hours, roll_calls, shard_rolls, roll_queue, leases`;
  }

  async clear(): Promise<void> {
    await this.forget();
    await this.owner`
      truncate devices, presence, presence_blocks, coverage, device_history, device_decisions, verifications, providers`;
  }
}
