import type { SqlOrTransaction } from "@/db/client";
import { type Group, groupId } from "@/lib/detect/collapse/group";
import { coverageStatus } from "@/lib/fleet/coverage-status";
import { minutesADay } from "@/lib/fleet/minute";
import type { Dimension } from "@/lib/fleet/types";
import { loadProviderSeries } from "./load-provider-series";

/** Connected devices of every group, minute by minute. */
export type Series = {
  fromMinute: number;
  toMinute: number;
  groups: Map<string, { group: Group; connected: Float64Array }>;
  /** Devices of the whole fleet that called within their window, admitted or not. */
  seen: Float64Array;
  /** Whether Muster listened throughout a minute. */
  isCovered: (minute: number) => boolean;
};

/** NaN where a minute has no row. Of the providers those that may have collapsed, and `providers`. */
export async function loadSeries(
  sql: SqlOrTransaction,
  fromMinute: number,
  toMinute: number,
  providers: readonly number[],
): Promise<Series> {
  const length = toMinute - fromMinute + 1;
  const groups: Series["groups"] = new Map();
  const seriesOf = (dimension: Dimension, key: string) => {
    const group = { dimension, key };
    const id = groupId(group);
    let entry = groups.get(id);
    if (!entry) {
      entry = { group, connected: new Float64Array(length).fill(Number.NaN) };
      groups.set(id, entry);
    }
    return entry.connected;
  };
  const seen = new Float64Array(length).fill(Number.NaN);
  const rows = sql<{ dimension: Dimension; key: string; minute: number; connected: number; seen: number }[]>`
    select dimension, key, minute, devices_connected as connected, devices_seen as seen from fleet_minutes
    where minute between ${fromMinute} and ${toMinute}`.cursor(20_000);
  for await (const page of rows) {
    for (const row of page) {
      seriesOf(row.dimension, row.key)[row.minute - fromMinute] = row.connected;
      if (row.dimension === "fleet") seen[row.minute - fromMinute] = row.seen;
    }
  }
  const covered = await sql<{ minute: number }[]>`
    select minute from coverage where minute between ${fromMinute} and ${toMinute} and status = ${coverageStatus.full}`;
  const coveredMinutes = new Set(covered.map((row) => row.minute));
  for (const [provider, connected] of await loadProviderSeries(sql, fromMinute, toMinute, providers)) {
    const group: Group = { dimension: "provider", key: String(provider) };
    groups.set(groupId(group), { group, connected });
  }
  return { fromMinute, toMinute, groups, seen, isCovered: (minute) => coveredMinutes.has(minute) };
}

/**
 * now/before of each earlier day for the groups of fleet_minutes: how the stretch before `minute` usually goes.
 * Days on which either end lies in an incident are left out.
 */
export async function loadSeasonal(
  sql: SqlOrTransaction,
  minute: number,
  stretchMinutes: number,
  days: number,
  isExcluded: (minute: number) => boolean,
): Promise<Map<string, number[]>> {
  const pairs: number[] = [];
  for (let day = 1; day <= days; day++) {
    const end = minute - day * minutesADay;
    if (!isExcluded(end) && !isExcluded(end - stretchMinutes)) pairs.push(end, end - stretchMinutes);
  }
  const rows = await sql<{ dimension: Dimension; key: string; minute: number; connected: number }[]>`
    select dimension, key, minute, devices_connected as connected from fleet_minutes where minute = any(${pairs})`;
  const byKey = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const id = groupId(row);
    const of = byKey.get(id) ?? new Map<number, number>();
    of.set(row.minute, row.connected);
    byKey.set(id, of);
  }
  const seasonal = new Map<string, number[]>();
  for (const [id, counts] of byKey) {
    const ratios: number[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const now = counts.get(pairs[i] as number);
      const before = counts.get(pairs[i + 1] as number);
      if (now !== undefined && before !== undefined && before > 0) ratios.push(now / before);
    }
    seasonal.set(id, ratios);
  }
  return seasonal;
}
