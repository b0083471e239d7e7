import type { SqlOrTransaction } from "@/db/client";
import { type AddChange, fromTheBeginning } from "./record-change";

// The directory learns of a commit only when no older transaction is open; decisions this recent are read from their
// own table.
const graceMinutes = 10;

/**
 * Decisions that began or ended after `fromMinute` (or shortly before): their devices are judged by the intervals
 * themselves. Any other device's decision is the current one of the directory.
 */
export async function readDecisionChanges(sql: SqlOrTransaction, fromMinute: number, add: AddChange): Promise<void> {
  const after = fromMinute - graceMinutes;
  const rows = await sql<{ ordinal: number; kind: string; from: number; to: number | null }[]>`
    select ordinal, kind, from_minute as "from", to_minute as "to" from device_decisions
    where (shard, ordinal) in (
      select shard, ordinal from device_decisions where from_minute >= ${after}
      union select shard, ordinal from device_decisions where to_minute >= ${after})
    order by shard, ordinal, kind, from_minute`;
  const byDevice = new Map<number, (typeof rows)[number][]>();
  for (const row of rows) byDevice.set(row.ordinal, [...(byDevice.get(row.ordinal) ?? []), row]);
  for (const [ordinal, decisions] of byDevice) {
    for (const kind of ["quarantined", "retired"] as const) {
      const intervals = decisions.filter((decision) => decision.kind === kind);
      add(ordinal, fromTheBeginning, kind, 0);
      const bounds = new Set(intervals.flatMap(({ from, to }) => (to === null ? [from] : [from, to])));
      for (const minute of [...bounds].sort((a, b) => a - b)) {
        const holds = intervals.some(({ from, to }) => from <= minute && (to === null || minute < to));
        add(ordinal, minute, kind, holds ? 1 : 0);
      }
    }
  }
}
