import type { SqlOrTransaction } from "@/db/client";
import type { Ctx } from "@/lib/context";
import { countRange } from "../cohort/count-range";
import { countWalked } from "../cohort/count-walked";
import type { CountedMinute } from "../cohort/counted-minute";
import { steadyWindow } from "../cohort/split-shard";
import { selectedCodes, selectStates } from "../cohort/state-selection";
import { hourOfMinute, minutesAnHour } from "../minute";
import type { CountUnit, FleetFilter, TimelinePoint } from "../types";
import { coverageName } from "./coverage-name";
import { pickMinutes } from "./pick-minutes";
import { pointOf } from "./stored-points";
import { thinMinutes } from "./thin-minutes";

type Range = { fromMinute: number; toMinute: number; stepMinutes: number };

/** Up to two days every minute is counted and thinned afterwards; of a longer time the hot minutes that stand for the fleet. */
const mostCounted = 2_880;
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
  const wanted = await chooseMinutes(sql, unit, range);
  const foldedHours = await readFoldedHours(sql, range);
  const isFolded = (minute: number) =>
    foldedHours.has(hourOfMinute(minute)) || foldedHours.has(hourOfMinute(minute - 1));
  const hot = wanted.filter((minute) => !isFolded(minute));
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

async function chooseMinutes(sql: SqlOrTransaction, unit: CountUnit, range: Range): Promise<number[]> {
  const { fromMinute, toMinute } = range;
  if (toMinute - fromMinute < mostCounted) return everyMinute(range);
  const { counted, gaps } = await pickMinutes(sql, { dimension: "fleet", keys: [""] }, unit, range);
  return [...new Set([...counted, ...gaps])].sort((a, b) => a - b);
}

async function readFoldedHours(sql: SqlOrTransaction, { fromMinute, toMinute }: Range): Promise<Set<number>> {
  const rows = await sql<{ hour: number }[]>`
    select distinct hour from presence_blocks
    where hour between ${hourOfMinute(fromMinute - 1)} and ${hourOfMinute(toMinute)}`;
  return new Set(rows.map((row) => row.hour));
}
