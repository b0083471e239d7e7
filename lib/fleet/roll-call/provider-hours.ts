import type { SqlOrTransaction } from "@/db/client";
import { coverageStatus } from "../coverage-status";
import { minutesAnHour } from "../minute";
import { ProviderHourCounts, slotsAProvider } from "./provider-hour-counts";
import type { RollSession } from "./roll-session";
import { readSpanContext, type SpanContext } from "./span-context";
import { SpanPresence } from "./span-presence";
import { walkShard } from "./walk-shard";

/** Counts the device and GPU minutes of one full hour by provider, from the bits, and writes them in place of what was there. */
export async function writeProviderHour(sql: SqlOrTransaction, session: RollSession, hour: number): Promise<void> {
  const fromMinute = hour * minutesAnHour;
  const context = await readSpanContext(sql, session.directory, fromMinute, fromMinute + minutesAnHour - 1);
  const covered = coveredMinutesLeft(context);
  const providerSize = session.directory.provider.reduce((most, id) => Math.max(most, id), 0) + 1;
  const total = new Float64Array(providerSize * slotsAProvider);
  for (let shard = 0; shard < session.shardCount; shard++) {
    const sums = await countShard(sql, context, shard, providerSize, covered);
    for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (sums[i] as number);
  }
  await replaceHour(sql, hour, total, covered(fromMinute));
}

async function countShard(
  sql: SqlOrTransaction,
  context: SpanContext,
  shard: number,
  providerSize: number,
  covered: (minute: number) => number,
): Promise<Float64Array> {
  const { fromMinute, toMinute, coverageAt } = context;
  const records = context.recordsOf(shard);
  const presence = await SpanPresence.read(sql, shard, fromMinute - records.windowReaches.length, toMinute);
  const counts = new ProviderHourCounts(providerSize, covered);
  walkShard({ records, presence, coverageAt, fromMinute, toMinute, sinks: [counts] });
  return counts.sums;
}

/** For each minute of the hour, how many minutes from it to the hour's end Muster listened in. */
function coveredMinutesLeft(context: SpanContext): (minute: number) => number {
  const left = new Int32Array(minutesAnHour + 1);
  for (let index = minutesAnHour - 1; index >= 0; index--) {
    const isCovered = context.coverageAt(context.fromMinute + index) !== coverageStatus.none;
    left[index] = (left[index + 1] as number) + (isCovered ? 1 : 0);
  }
  return (minute) => left[minute - context.fromMinute] ?? 0;
}

async function replaceHour(
  sql: SqlOrTransaction,
  hour: number,
  total: Float64Array,
  coveredMinutes: number,
): Promise<void> {
  const providers: number[] = [];
  for (let id = 0; id * slotsAProvider < total.length; id++) if (total[id * slotsAProvider]) providers.push(id);
  const column = (slot: number) => providers.map((id) => total[id * slotsAProvider + slot] as number);
  await sql`delete from provider_hours where hour = ${hour}`;
  if (providers.length === 0) return;
  await sql`
    insert into provider_hours (provider_id, hour, covered_minutes, enrolled_device_minutes, connected_device_minutes,
      blocked_device_minutes, enrolled_gpu_minutes, connected_gpu_minutes, blocked_gpu_minutes, verified_gpu_minutes)
    select provider_id, ${hour}, ${coveredMinutes}, d, c, b, gd, gc, gb, gv from unnest(
      ${providers}::int[], ${column(0)}::bigint[], ${column(1)}::bigint[], ${column(2)}::bigint[],
      ${column(3)}::bigint[], ${column(4)}::bigint[], ${column(5)}::bigint[], ${column(6)}::bigint[]
    ) fresh (provider_id, d, c, b, gd, gc, gb, gv)`;
}
