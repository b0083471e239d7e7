import type { SqlOrTransaction } from "@/db/client";
import type { Ctx } from "@/lib/context";
import { countRange } from "../cohort/count-range";
import { countWalked } from "../cohort/count-walked";
import type { CountedMinute } from "../cohort/counted-minute";
import { fieldsOf, readDeviceMatcher } from "../cohort/device-matcher";
import { shardsOf } from "../cohort/shards-of";
import { steadyWindow } from "../cohort/split-shard";
import { selectedCodes, selectStates } from "../cohort/state-selection";
import { hourOfMinute, minutesAnHour } from "../minute";
import type { CountUnit, FleetFilter, TimelinePoint } from "../types";
import { coverageName } from "./coverage-name";
import { pickMinutes } from "./pick-minutes";
import { pointOf } from "./stored-points";
import { thinMinutes } from "./thin-minutes";
import { fleetDirectory } from "./web-directory";

type Range = { fromMinute: number; toMinute: number; stepMinutes: number };

/** Up to two days every minute is counted and thinned afterwards, whoever is counted. */
const mostCounted = 2_880;
/**
 * So is every hot minute of a longer time for a cohort of few shards, such as a provider: 0.03 to 0.05 ms a shard and minute. Of a larger
 * one the minutes that stand for the fleet, in which a dip of a few of its devices alone may be missed.
 */
const mostShardMinutes = 24_000;
/** Folded hours of a shard that are read for one chart of a longer time: 1 to 2 ms each. */
const mostBlocks = 2_400;

/**
 * The points of a filter that roll call does not count by, and the width of their buckets: wider than asked where the time is long,
 * folded, and too much to read hour by hour.
 */
export async function cohortPoints(
  ctx: Ctx,
  filter: FleetFilter,
  unit: CountUnit,
  range: Range,
): Promise<{ points: TimelinePoint[]; stepMinutes: number }> {
  const sql = ctx.db.$client;
  const foldedHours = await readFoldedHours(sql, range);
  const isFolded = (minute: number) =>
    foldedHours.has(hourOfMinute(minute)) || foldedHours.has(hourOfMinute(minute - 1));
  const hot = await chooseHotMinutes(ctx, filter, unit, range, isFolded);
  const folded = everyMinute(range).filter(isFolded);
  let hoursApart = 1;
  const walked = await countWalked(ctx, filter, unit, folded, (shards) => {
    hoursApart = hoursApartFor(folded, shards);
    return ofHoursApart(folded, hoursApart);
  });
  const counted = [...walked, ...(await countRange(ctx, filter, unit, hot))].sort((a, b) => a.minute - b.minute);
  const codes = selectedCodes(filter);
  const stepMinutes = hoursApart === 1 ? range.stepMinutes : Math.max(range.stepMinutes, hoursApart * minutesAnHour);
  const points = thinMinutes(counted, { ...range, stepMinutes }).map(({ minute, status, counts }: CountedMinute) =>
    pointOf(minute, coverageName(status), selectStates(counts, codes, status)),
  );
  return { points, stepMinutes };
}

const everyMinute = ({ fromMinute, toMinute }: Range): number[] =>
  Array.from({ length: toMinute - fromMinute + 1 }, (_, index) => fromMinute + index);

/** Every how many hours one can be read of so many shards. */
export function hoursApartFor(minutes: readonly number[], shards: number): number {
  if (minutes.length <= mostCounted) return 1;
  const hours = new Set(minutes.map(hourOfMinute)).size;
  return Math.max(1, Math.ceil((hours * shards) / mostBlocks));
}

/** The minutes of every n-th hour, the last among them; of an hour that stands alone not the first, which take the hour before it. */
export function ofHoursApart(minutes: number[], hoursApart: number): number[] {
  if (hoursApart === 1) return minutes;
  const hours = [...new Set(minutes.map(hourOfMinute))];
  const kept = new Set(hours.filter((_, index) => (hours.length - 1 - index) % hoursApart === 0));
  return minutes.filter((minute) => kept.has(hourOfMinute(minute)) && minute % minutesAnHour >= steadyWindow);
}

/** Ascending: all, or of a longer time those that stand for the fleet and, for a cohort of few shards, all that were rolled. */
async function chooseHotMinutes(
  ctx: Ctx,
  filter: FleetFilter,
  unit: CountUnit,
  range: Range,
  isFolded: (minute: number) => boolean,
): Promise<number[]> {
  const hot = everyMinute(range).filter((minute) => !isFolded(minute));
  if (range.toMinute - range.fromMinute < mostCounted) return hot;
  const sql = ctx.db.$client;
  const { counted, gaps } = await pickMinutes(sql, { dimension: "fleet", keys: [""] }, unit, range);
  const standing = new Set([...counted, ...gaps]);
  const [first] = await sql<{ minute: number | null }[]>`
    select min(minute) as minute from roll_calls where minute >= ${range.fromMinute}`;
  const rolledFrom = first?.minute ?? Number.POSITIVE_INFINITY;
  const rolled = hot.filter((minute) => minute >= rolledFrom);
  const areAll = areFew(rolled, await countShards(ctx, filter, rolled));
  return hot.filter((minute) => standing.has(minute) || (areAll && minute >= rolledFrom));
}

/** Whether each of the minutes can be counted in so many shards. */
export const areFew = (minutes: readonly number[], shards: number): boolean =>
  minutes.length * shards <= mostShardMinutes;

/** The shards that hold anybody of the filter at any of the minutes. */
async function countShards(ctx: Ctx, filter: FleetFilter, minutes: readonly number[]): Promise<number> {
  const first = minutes[0];
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) return 0;
  const directory = await fleetDirectory(ctx.db);
  const matcher = await readDeviceMatcher(ctx, directory, filter, last);
  return (await shardsOf(ctx.db.$client, directory, matcher, { minute: first, fields: fieldsOf(filter) })).length;
}

async function readFoldedHours(sql: SqlOrTransaction, { fromMinute, toMinute }: Range): Promise<Set<number>> {
  const rows = await sql<{ hour: number }[]>`
    select distinct hour from presence_blocks
    where hour between ${hourOfMinute(fromMinute - 1)} and ${hourOfMinute(toMinute)}`;
  return new Set(rows.map((row) => row.hour));
}
