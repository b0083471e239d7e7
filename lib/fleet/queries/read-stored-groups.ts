import type { SqlOrTransaction } from "@/db/client";
import { measures } from "../measures";
import { type GroupCounts, type GroupDimension, labelOf } from "./count-groups";
import type { MeasureCounts } from "./minute-counts";

/** All values of a stored dimension at a minute, as roll call counted them. */
export async function readStoredGroups(
  sql: SqlOrTransaction,
  dimension: Exclude<GroupDimension, "provider">,
  minute: number,
): Promise<GroupCounts[]> {
  const columns = (["devices", "gpus"] as const).flatMap((unit) => measures.map((measure) => `${unit}_${measure}`));
  const rows = await sql<(Record<string, number> & { key: string })[]>`
    select key, ${sql(columns)} from fleet_minutes where dimension = ${dimension} and minute = ${minute} order by key`;
  return rows.map((row) => {
    const of = (unit: "devices" | "gpus") =>
      Object.fromEntries(measures.map((measure) => [measure, row[`${unit}_${measure}`] ?? 0])) as MeasureCounts; // every measure
    return { key: row.key, label: labelOf(row.key), code: null, devices: of("devices"), gpus: of("gpus") };
  });
}
