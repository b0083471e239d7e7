import { groupId } from "@/lib/detect/collapse/group";
import {
  baselineMinutes,
  type Drop,
  dropThreshold,
  expectConnected,
  judgeDrop,
} from "@/lib/detect/collapse/judge-drop";
import type { CollapseRecord } from "./collapse-finding";
import { isInOutage, type Outage } from "./ingest-outage";
import type { Series } from "./load-series";

/** No traffic at all, give or take a straggler. */
const silentShare = 0.01;

/** What is known while a range is judged; the lists grow as minutes are judged. */
export type Known = { series: Series; collapses: CollapseRecord[]; outages: Outage[] };

/** Nobody called, not even those that are turned away. */
export function isEverybodySilent(series: Series, minute: number): boolean {
  const now = series.seen[minute - series.fromMinute] ?? Number.NaN;
  const before = series.seen[minute - baselineMinutes / 2 - series.fromMinute] ?? Number.NaN;
  return now <= silentShare * before;
}

/** The groups that fell, without those that a collapse which is still going on explains. */
export function findDrops(
  { series, collapses, outages }: Known,
  minute: number,
  seasonalOf: (id: string) => number[],
): Drop[] {
  const drops: Drop[] = [];
  for (const [id, { group, connected }] of series.groups) {
    const found = connected[minute - series.fromMinute];
    if (found === undefined || Number.isNaN(found)) continue;
    const own = collapses.filter((collapse) => groupId(collapse.evidence.group) === id || collapse.explains.has(id));
    if (own.some((collapse) => collapse.endMinute === null && collapse.evidence.source === "roll_call")) continue;
    const recent: number[] = [];
    for (let at = minute - baselineMinutes; at < minute; at++) {
      const value = connected[at - series.fromMinute];
      if (value === undefined || Number.isNaN(value) || !series.isCovered(at)) continue;
      if (isInOutage(outages, at) || own.some((collapse) => isWithin(collapse, at))) continue;
      recent.push(value);
    }
    const drop = judgeDrop(group, found, expectConnected(recent, seasonalOf(id)));
    if (drop) drops.push(drop);
  }
  return drops;
}

export const isWithin = (collapse: CollapseRecord, minute: number): boolean =>
  minute >= collapse.startMinute && (collapse.endMinute === null || minute <= collapse.endMinute);

/** The first minute of the drop: back from `minute` while at least half of the threshold was missing. */
export function startOf(series: Series, drop: Drop, minute: number): number {
  const connected = series.groups.get(groupId(drop.group))?.connected;
  const half = drop.expected - dropThreshold(drop.group, drop) / 2;
  let start = minute;
  while (start - 1 > series.fromMinute && (connected?.[start - 1 - series.fromMinute] ?? Number.NaN) < half) start--;
  return start;
}
