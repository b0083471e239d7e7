import type { SqlOrTransaction } from "@/db/client";
import type { Ctx } from "@/lib/context";
import { type CountedMinute, countMinutes } from "../cohort/count-minutes";
import { countRange } from "../cohort/count-range";
import { selectedCodes, selectStates } from "../cohort/state-selection";
import { hourOfMinute } from "../minute";
import type { CountUnit, FleetFilter, TimelinePoint } from "../types";
import { coverageName } from "./coverage-name";
import { pickMinutes } from "./pick-minutes";
import { pointOf } from "./stored-points";
import { thinMinutes } from "./thin-minutes";

type Range = { fromMinute: number; toMinute: number; stepMinutes: number };

/** Up to two days every minute is counted and thinned afterwards; of a longer time the minutes that stand for the fleet. */
const mostCounted = 2_880;
/** Each folded minute is judged device by device, and unfolds an hour. */
const mostFolded = 120;

/** The points of a filter that roll call does not count by. */
export async function cohortPoints(
  ctx: Ctx,
  filter: FleetFilter,
  unit: CountUnit,
  range: Range,
): Promise<TimelinePoint[]> {
  const sql = ctx.db.$client;
  const wanted = await chooseMinutes(sql, unit, range);
  const folded = await readFoldedHours(sql, range);
  const isFolded = (minute: number) => folded.has(hourOfMinute(minute)) || folded.has(hourOfMinute(minute - 1));
  const hot = wanted.filter((minute) => !isFolded(minute));
  const sampled = everyNth(wanted.filter(isFolded), mostFolded);
  const counted = [...(await countMinutes(ctx, filter, unit, sampled)), ...(await countRange(ctx, filter, unit, hot))];
  counted.sort((a, b) => a.minute - b.minute);
  const codes = selectedCodes(filter);
  return thinMinutes(counted, range).map(({ minute, status, counts }: CountedMinute) =>
    pointOf(minute, coverageName(status), selectStates(counts, codes, status)),
  );
}

async function chooseMinutes(sql: SqlOrTransaction, unit: CountUnit, range: Range): Promise<number[]> {
  const { fromMinute, toMinute } = range;
  const length = toMinute - fromMinute + 1;
  if (length <= mostCounted) return Array.from({ length }, (_, index) => fromMinute + index);
  const { counted, gaps } = await pickMinutes(sql, { dimension: "fleet", keys: [""] }, unit, range);
  return [...new Set([...counted, ...gaps])].sort((a, b) => a - b);
}

async function readFoldedHours(sql: SqlOrTransaction, { fromMinute, toMinute }: Range): Promise<Set<number>> {
  const rows = await sql<{ hour: number }[]>`
    select distinct hour from presence_blocks
    where hour between ${hourOfMinute(fromMinute - 1)} and ${hourOfMinute(toMinute)}`;
  return new Set(rows.map((row) => row.hour));
}

/** At most this many of them, evenly, the last among them. */
function everyNth(minutes: number[], most: number): number[] {
  const step = Math.max(1, Math.ceil(minutes.length / most));
  return minutes.filter((_, index) => (minutes.length - 1 - index) % step === 0);
}
