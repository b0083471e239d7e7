import type { SqlOrTransaction } from "@/db/client";
import type { CountUnit, StoredDimension } from "../types";
import { type MeasureCounts, measures } from "./minute-counts";

export type Series = { dimension: StoredDimension; key: string };
export type MinuteRow = MeasureCounts & { minute: number };
export type BothUnitsRow = { minute: number; revisedAt: Date | null; devices: MeasureCounts; gpus: MeasureCounts };

const columnsOf = (sql: SqlOrTransaction, unit: CountUnit, prefix: "" | "devices_" | "gpus_") =>
  measures.map((measure) => sql`${sql(`${unit}_${measure}`)} as ${sql(`${prefix}${measure}`)}`);

function joined(sql: SqlOrTransaction, columns: ReturnType<typeof columnsOf>) {
  return columns.reduce((list, column) => sql`${list}, ${column}`, sql`minute`);
}

/** Every stored minute of a series from one to another, inclusive, oldest first. The caller bounds the range. */
export async function readMinuteRows(
  sql: SqlOrTransaction,
  series: Series,
  unit: CountUnit,
  range: { fromMinute: number; toMinute: number },
): Promise<MinuteRow[]> {
  return sql<MinuteRow[]>`
    select ${joined(sql, columnsOf(sql, unit, ""))} from fleet_minutes
    where dimension = ${series.dimension} and key = ${series.key}
      and minute between ${range.fromMinute} and ${range.toMinute}
    order by minute`;
}

/** Only these minutes of a series, oldest first; the range lets the planner leave other days alone. */
export async function readChosenMinuteRows(
  sql: SqlOrTransaction,
  series: Series,
  unit: CountUnit,
  minutes: number[],
): Promise<MinuteRow[]> {
  const first = minutes[0];
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) return [];
  return sql<MinuteRow[]>`
    select ${joined(sql, columnsOf(sql, unit, ""))} from fleet_minutes
    where dimension = ${series.dimension} and key = ${series.key}
      and minute between ${first} and ${last} and minute = any(${minutes})
    order by minute`;
}

/** One minute of a series in both units; undefined where roll call counted nothing for it. */
export async function readMinuteRow(
  sql: SqlOrTransaction,
  series: Series,
  minute: number,
): Promise<BothUnitsRow | undefined> {
  const columns = [...columnsOf(sql, "devices", "devices_"), ...columnsOf(sql, "gpus", "gpus_")];
  const [row] = await sql<(Record<string, number> & { minute: number; revised_at: Date | null })[]>`
    select ${joined(sql, columns)}, revised_at from fleet_minutes
    where dimension = ${series.dimension} and key = ${series.key} and minute = ${minute}`;
  if (!row) return undefined;
  const of = (prefix: string) =>
    Object.fromEntries(measures.map((measure) => [measure, row[`${prefix}${measure}`] ?? 0])) as MeasureCounts; // every measure
  return { minute: row.minute, revisedAt: row.revised_at, devices: of("devices_"), gpus: of("gpus_") };
}
