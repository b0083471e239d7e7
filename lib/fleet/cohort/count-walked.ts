import type { Ctx } from "@/lib/context";
import type { ShardBits } from "../bit-set";
import { addCounts, type MeasureCounts, noCounts } from "../queries/minute-counts";
import type { RecordChange, RecordField } from "../roll-call/record-change";
import type { ShardRecords } from "../roll-call/shard-records";
import type { CountUnit, FleetFilter } from "../types";
import { walkCohort, wordsOf } from "./cohort-walk";
import type { CountedMinute } from "./counted-minute";
import type { DeviceMatcher } from "./device-matcher";
import { readFleetSpan } from "./fleet-span";
import { readCohort } from "./read-cohort";
import { RunningCounts } from "./running-counts";
import { shardsOf } from "./shards-of";

/**
 * The counts of a filter's attributes at some minutes, which ascend, from the records and bits of each, hot or folded: shard by
 * shard, hour by hour, judging only minutes in which something about the cohort changed. Shards without any of it are not read;
 * `choose` may leave minutes out by how many are.
 */
export async function countWalked(
  ctx: Ctx,
  filter: FleetFilter,
  unit: CountUnit,
  minutes: number[],
  choose: (shards: number) => number[] = () => minutes,
): Promise<CountedMinute[]> {
  const cohort = await readCohort(ctx, filter, minutes);
  if (!cohort) return [];
  const { first, last, directory, fields, matcher } = cohort;
  const sql = ctx.db.$client;
  const shards = await shardsOf(sql, directory, matcher, { minute: first, fields });
  const span = await readFleetSpan(sql, directory, first, last, new Set([...fields, "gpuCount" as const]), shards);
  const parts = shards.flatMap((shard) => {
    const records = span.recordsOf(shard);
    const candidates = candidatesOf(records, span.changes.get(shard) ?? [], matcher, fields);
    return candidates.isEmpty() ? [] : [{ records, candidates }];
  });
  const totals = new Map(choose(parts.length).map((minute) => [minute, noCounts()]));
  const chosen = [...totals.keys()];
  for (const { records, candidates } of parts) {
    const running = new RunningCounts(matcher, unit, wordsOf(candidates));
    await walkCohort({ sql, records, candidates, coverageAt: span.coverageAt }, chosen, (minute, states, words) => {
      if (states) running.update(records, states, words);
      addCounts(totals.get(minute) as MeasureCounts, running.counts); // one of its own keys
    });
  }
  return [...totals].map(([minute, counts]) => ({ minute, status: span.coverageAt(minute), counts }));
}

/** Who matches at the first minute, and whoever may come to match later. */
function candidatesOf(
  records: ShardRecords,
  changes: readonly RecordChange[],
  matcher: DeviceMatcher,
  fields: ReadonlySet<RecordField>,
): ShardBits {
  const candidates = matcher.maskOf(records);
  for (const { minute, offset, field } of changes) {
    if (minute > records.minute && fields.has(field)) candidates.add(offset);
  }
  return candidates;
}
