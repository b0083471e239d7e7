import type { Sql } from "@/db/client";
import { ensurePartitions } from "@/db/partitions";
import { measures } from "../../measures";
import { dayOfMinute } from "../../minute";
import type { StoredDimension } from "../../types";
import { type MeasureCounts, noCounts } from "../minute-counts";

export type StoredMinute = Partial<MeasureCounts> & {
  minute: number;
  dimension?: StoredDimension;
  key?: string;
  /** GPUs are this many times the devices. */
  gpusADevice?: number;
};

/** Counts as roll call would have stored them, and their partitions. For tests of what reads them. */
export async function insertMinutes(sql: Sql, minutes: StoredMinute[]): Promise<void> {
  const days = minutes.map(({ minute }) => dayOfMinute(minute));
  for (const day of new Set(days)) await ensurePartitions(sql, day, day, ["fleet_minutes"]);
  const rows = minutes.map(({ minute, dimension = "fleet", key = "", gpusADevice = 2, ...given }) => {
    const counts = { ...noCounts(), ...given };
    const columns = measures.flatMap((measure) => [
      [`devices_${measure}`, counts[measure]],
      [`gpus_${measure}`, counts[measure] * gpusADevice],
    ]);
    return { dimension, key, minute, ...Object.fromEntries(columns) };
  });
  for (let at = 0; at < rows.length; at += 1_000) {
    await sql`insert into fleet_minutes ${sql(rows.slice(at, at + 1_000))}`;
  }
}

export async function insertCoverage(sql: Sql, fromMinute: number, toMinute: number, status = 2): Promise<void> {
  await sql`
    insert into coverage (minute, status) select minute, ${status} from generate_series(${fromMinute}::int, ${toMinute}::int) as minute
    on conflict (minute) do update set status = excluded.status`;
}
