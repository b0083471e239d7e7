import type { Sql } from "@/db/client";
import { type Group, groupId } from "@/lib/detect/collapse/group";
import { coverageStatus } from "@/lib/fleet/coverage-status";
import { minutesADay } from "@/lib/fleet/minute";
import { stateCodes } from "@/lib/fleet/states";
import type { Dimension } from "@/lib/fleet/types";

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

/** NaN where a minute has no row. Providers are walked back from their present count by their transitions. */
export async function loadSeries(
  sql: Sql,
  fromMinute: number,
  toMinute: number,
  withProviders: boolean,
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
  if (withProviders) await addProviders(sql, fromMinute, toMinute, seriesOf);
  return { fromMinute, toMinute, groups, seen, isCovered: (minute) => coveredMinutes.has(minute) };
}

async function addProviders(
  sql: Sql,
  fromMinute: number,
  toMinute: number,
  seriesOf: (dimension: Dimension, key: string) => Float64Array,
): Promise<void> {
  const net = await sql<{ provider: number; minute: number; gained: number }[]>`
    select d.provider_id as provider, t.minute,
      (count(*) filter (where t.to_state = ${stateCodes.connected}) - count(*) filter (where t.from_state = ${stateCodes.connected}))::int as gained
    from transitions t join devices d on d.shard = t.shard and d.ordinal = t.ordinal
    where t.minute > ${fromMinute} and (t.from_state = ${stateCodes.connected} or t.to_state = ${stateCodes.connected})
    group by 1, 2`;
  const providers = [...new Set(net.map((row) => row.provider))];
  if (providers.length === 0) return;
  const present = await sql<{ provider: number; connected: number }[]>`
    select d.provider_id as provider, count(*)::int as connected
    from devices d join device_states s on s.shard = d.shard and s.ordinal = d.ordinal
    where d.provider_id = any(${providers}) and s.state = ${stateCodes.connected} group by 1`;
  const connectedNow = new Map(present.map((row) => [row.provider, row.connected]));
  const gained = new Map<number, Map<number, number>>();
  for (const row of net) {
    const of = gained.get(row.provider) ?? new Map<number, number>();
    of.set(row.minute, row.gained);
    gained.set(row.provider, of);
  }
  for (const provider of providers) {
    const series = seriesOf("provider", String(provider));
    const gains = gained.get(provider);
    let connected = connectedNow.get(provider) ?? 0;
    for (const [minute, value] of gains ?? []) if (minute > toMinute) connected -= value;
    for (let minute = toMinute; minute >= fromMinute; minute--) {
      series[minute - fromMinute] = connected;
      connected -= gains?.get(minute) ?? 0;
    }
  }
}

/**
 * now/before of each earlier day for the groups of fleet_minutes: how the stretch before `minute` usually goes.
 * Days on which either end lies in an incident are left out.
 */
export async function loadSeasonal(
  sql: Sql,
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
