import type { Sql } from "@/db/client";
import { ensurePartitions } from "@/db/partitions";
import { bitsToLiteral, type ShardBits } from "@/lib/fleet/bit-set";
import { coverageStatus } from "@/lib/fleet/coverage-status";
import { dayOfMinute, minutesAnHour } from "@/lib/fleet/minute";
import { type FoldedHour, writeFoldedHours } from "@/lib/fleet/presence/write-folded-hours";
import { type CopyValue, copyRows } from "./copy-rows";
import type { Fates } from "./fates";
import { type HistorySpan, listHistoryEvents } from "./history-events";
import { historyHours } from "./history-hours";
import type { FleetPlan } from "./plan-fleet";

export type HistoryOptions = {
  /** Hours from this one on (since the epoch) stay hot: the present one is not over yet. */
  hotFromHour: number;
  onHour?: (hour: number) => void;
};

/** The bits of a span, folded or hot, and that Muster listened: what heartbeats would have left, and nothing that is derived from it. */
export async function seedHistory(
  sql: Sql,
  plan: FleetPlan,
  fates: Fates,
  span: HistorySpan,
  options: HistoryOptions,
): Promise<void> {
  const { fromMinute, toMinute } = span;
  await ensurePartitions(sql, dayOfMinute(fromMinute), dayOfMinute(toMinute) + 2);
  const hot: FoldedHour[] = [];
  function* folded(): Generator<FoldedHour> {
    const list = listHistoryEvents(plan, fates, span);
    for (const hour of historyHours(list, plan.scale.devices)) {
      options.onHour?.(hour.hour);
      if (hour.hour < options.hotFromHour) yield hour;
      else hot.push(hour);
    }
  }
  await writeFoldedHours(sql, folded());
  await copyRows(sql, "presence (plane, shard, minute, bits)", hotRows(hot));
  await sql`
    insert into coverage (minute, status)
    select minute, ${coverageStatus.full} from generate_series(${fromMinute}::int, ${toMinute - 1}::int) as minute
    on conflict (minute) do nothing`;
}

function* hotRows(hours: readonly FoldedHour[]): Generator<CopyValue[]> {
  for (const { plane, shard, hour, frames } of hours) {
    for (const [index, bits] of frames.entries()) {
      if (!bits || bits.isEmpty()) continue;
      yield [plane, shard, hour * minutesAnHour + index, literalOf(bits)];
    }
  }
}

const literalOf = (bits: ShardBits): string => bitsToLiteral(bits);
