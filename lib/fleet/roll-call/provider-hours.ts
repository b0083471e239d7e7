import type { SqlOrTransaction } from "@/db/client";
import { minutesAnHour } from "../minute";
import { slotsAProvider, unknownSlot } from "./provider-hour-counts";
import type { RollSession } from "./roll-session";
import { readSpanContext } from "./span-context";
import { SpanHours } from "./span-hours";
import { SpanPresence } from "./span-presence";
import { walkShard } from "./walk-shard";

/** Counts the device and GPU minutes of one full hour by provider, from the bits. */
export async function countProviderHour(
  sql: SqlOrTransaction,
  session: RollSession,
  hour: number,
): Promise<Float64Array | undefined> {
  const fromMinute = hour * minutesAnHour;
  const toMinute = fromMinute + minutesAnHour - 1;
  const context = await readSpanContext(sql, session.directory, fromMinute, toMinute);
  const hours = new SpanHours(context, session.directory);
  for (let shard = 0; shard < session.shardCount; shard++) {
    const records = context.recordsOf(shard);
    const presence = await SpanPresence.read(sql, shard, fromMinute - records.windowReaches.length, toMinute);
    const counts = hours.counts();
    walkShard({
      ...{ records, presence, coverageAt: context.coverageAt, fromMinute, toMinute, sinks: [counts] },
      onMinute: (minute) => counts.begin(minute),
    });
    hours.add(counts);
  }
  return hours.hour(hour);
}

/**
 * Writes one hour in place of what was there. A provider's covered minutes are the share of its devices' minutes in
 * which their states were known: what was seen of another provider, or of one device, says nothing of the rest.
 */
export async function writeProviderHour(sql: SqlOrTransaction, hour: number, sums: Float64Array): Promise<void> {
  const providers: number[] = [];
  for (let id = 0; id * slotsAProvider < sums.length; id++) if (sums[id * slotsAProvider]) providers.push(id);
  const column = (slot: number) => providers.map((id) => sums[id * slotsAProvider + slot] as number);
  const unknown = column(unknownSlot);
  const covered = column(0).map((known, index) =>
    Math.round((minutesAnHour * known) / (known + (unknown[index] as number))),
  );
  await sql`delete from provider_hours where hour = ${hour}`;
  if (providers.length === 0) return;
  await sql`
    insert into provider_hours (provider_id, hour, covered_minutes, enrolled_device_minutes, connected_device_minutes,
      blocked_device_minutes, enrolled_gpu_minutes, connected_gpu_minutes, blocked_gpu_minutes, verified_gpu_minutes)
    select provider_id, ${hour}, covered, d, c, b, gd, gc, gb, gv from unnest(
      ${providers}::int[], ${covered}::smallint[], ${column(0)}::bigint[], ${column(1)}::bigint[], ${column(2)}::bigint[],
      ${column(3)}::bigint[], ${column(4)}::bigint[], ${column(5)}::bigint[], ${column(6)}::bigint[]
    ) fresh (provider_id, covered, d, c, b, gd, gc, gb, gv)`;
}
