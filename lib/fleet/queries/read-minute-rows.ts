import type { SqlOrTransaction } from "@/db/client";
import type { StoredSeries } from "../filter";
import { measures } from "../measures";
import type { CountUnit } from "../types";
import type { MeasureCounts } from "./minute-counts";

export type MinuteRow = MeasureCounts & { minute: number };
export type BothUnitsRow = { minute: number; revisedAt: Date | null; devices: MeasureCounts; gpus: MeasureCounts };

/** `, sum(devices_connected)::int as connected, …` */
function sumsOf(sql: SqlOrTransaction, unit: CountUnit, prefix: "" | "devices_" | "gpus_") {
  return measures
    .map((measure) => sql`, sum(${sql(`${unit}_${measure}`)})::int as ${sql(`${prefix}${measure}`)}`)
    .reduce((list, column) => sql`${list}${column}`);
}

/** Every stored minute of a series from one to another, inclusive, oldest first. The caller bounds the range. */
export async function readMinuteRows(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  range: { fromMinute: number; toMinute: number },
): Promise<MinuteRow[]> {
  return sql<MinuteRow[]>`
    select minute ${sumsOf(sql, unit, "")} from fleet_minutes
    where dimension = ${series.dimension} and key = any(${series.keys})
      and minute between ${range.fromMinute} and ${range.toMinute}
    group by minute order by minute`;
}

/** Only these minutes (ascending) of a series, oldest first; their range lets the planner leave other days alone. */
export async function readChosenMinuteRows(
  sql: SqlOrTransaction,
  series: StoredSeries,
  unit: CountUnit,
  minutes: number[],
): Promise<MinuteRow[]> {
  const first = minutes[0];
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) return [];
  return sql<MinuteRow[]>`
    select minute ${sumsOf(sql, unit, "")} from fleet_minutes
    where dimension = ${series.dimension} and key = any(${series.keys})
      and minute between ${first} and ${last} and minute = any(${minutes})
    group by minute order by minute`;
}

/** One minute of a series in both units; undefined where roll call counted nothing for it. */
export async function readMinuteRow(
  sql: SqlOrTransaction,
  series: StoredSeries,
  minute: number,
): Promise<BothUnitsRow | undefined> {
  const [row] = await sql<(Record<string, number> & { minute: number; revised_at: Date | null })[]>`
    select minute, max(revised_at) as revised_at ${sumsOf(sql, "devices", "devices_")} ${sumsOf(sql, "gpus", "gpus_")}
    from fleet_minutes
    where dimension = ${series.dimension} and key = any(${series.keys}) and minute = ${minute}
    group by minute`;
  if (!row) return undefined;
  const of = (prefix: string) =>
    Object.fromEntries(measures.map((measure) => [measure, row[`${prefix}${measure}`] ?? 0])) as MeasureCounts; // every measure
  return { minute: row.minute, revisedAt: row.revised_at, devices: of("devices_"), gpus: of("gpus_") };
}
