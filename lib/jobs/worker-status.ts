import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Sql } from "@/db/client";
import type { RolledMinutes } from "@/lib/fleet/roll-call/roll-call";

const keyPrefix = "worker/";

/** What a worker tells about itself; the web's /metrics includes it. */
export class WorkerStatus {
  readonly registry = new Registry();
  readonly #registers = [this.registry];
  readonly holdsRollCall = new Gauge({
    name: "muster_worker_holds_roll_call",
    help: "1 on the worker that holds the roll call's lease.",
    registers: this.#registers,
  });
  readonly #rolled = new Counter({
    name: "muster_roll_call_minutes_total",
    help: "Minutes closed by this worker.",
    registers: this.#registers,
  });
  readonly #transitions = new Counter({
    name: "muster_roll_call_transitions_total",
    help: "Changes of state found by this worker.",
    registers: this.#registers,
  });
  readonly #duration = new Gauge({
    name: "muster_roll_call_duration_seconds",
    help: "Duration of the last roll call, from the last gateway's merge to the notice.",
    registers: this.#registers,
  });
  readonly revised = new Counter({
    name: "muster_roll_call_revisions_total",
    help: "Queued shards and minutes that were rolled or counted again.",
    registers: this.#registers,
  });
  readonly linkedAudit = new Counter({
    name: "muster_audit_linked_total",
    help: "Rows of the audit trail that this worker linked into its chain.",
    registers: this.#registers,
  });
  readonly failures = new Counter({
    name: "muster_worker_failures_total",
    help: "Steps of a job that failed.",
    labelNames: ["job"],
    registers: this.#registers,
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  rolled(rolled: RolledMinutes): void {
    this.#rolled.inc(rolled.toMinute - rolled.fromMinute + 1);
    this.#transitions.inc(rolled.transitions);
    this.#duration.set(rolled.durationMs / 1_000);
  }

  async write(sql: Sql, instance: string): Promise<void> {
    const metrics = await this.registry.metrics();
    await sql`
      insert into settings (key, value, updated_at)
      values (${keyPrefix + instance}, ${JSON.stringify({ metrics })}::text::jsonb, clock_timestamp())
      on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`;
  }

  async remove(sql: Sql, instance: string): Promise<void> {
    await sql`delete from settings where key = ${keyPrefix + instance}`;
  }
}

/** Prometheus text of every worker that was alive within the last minute. */
export async function readWorkerMetrics(sql: Sql): Promise<{ instance: string; metrics: string }[]> {
  return sql<{ instance: string; metrics: string }[]>`
    select substr(key, ${keyPrefix.length + 1}) as instance, value->>'metrics' as metrics from settings
    where key like ${`${keyPrefix}%`} and updated_at > clock_timestamp() - interval '1 minute'
    order by key limit 100`;
}

/** Of workers that were killed. */
export async function removeOldStatus(sql: Sql): Promise<void> {
  await sql`
    delete from settings where key like ${`${keyPrefix}%`} and updated_at < clock_timestamp() - interval '1 day'`;
}
