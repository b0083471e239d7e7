import type { Ctx } from "@/lib/context";
import type { MeasureCounts } from "../queries/minute-counts";
import { fleetDirectory } from "../queries/web-directory";
import type { CountUnit, FleetFilter } from "../types";
import { MemberCounts } from "./count-members";
import { fieldsOf, readDeviceMatcher } from "./device-matcher";
import { eachMoment } from "./each-moment";
import { readFleetSpan } from "./fleet-span";
import { visitMembers } from "./visit-members";

export type CountedMinute = { minute: number; status: number; counts: MeasureCounts };

/**
 * The counts of a filter's attributes at some minutes, which ascend, each from the records and bits of that minute, hot or
 * folded: exact, and 15 ms a minute of 600,000 devices.
 */
export async function countMinutes(
  ctx: Ctx,
  filter: FleetFilter,
  unit: CountUnit,
  minutes: number[],
): Promise<CountedMinute[]> {
  const first = minutes[0];
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) return [];
  const sql = ctx.db.$client;
  const directory = await fleetDirectory(ctx.db);
  const span = await readFleetSpan(sql, directory, first, last, fieldsOf(filter).add("gpuCount"));
  const matcher = await readDeviceMatcher(ctx, directory, filter, last);
  const counted: CountedMinute[] = [];
  for await (const moment of eachMoment(sql, span, minutes)) {
    const counts = new MemberCounts();
    visitMembers(moment, matcher, null, (_, member) => counts.add(member));
    counted.push({ minute: moment.minute, status: moment.coverage, counts: counts[unit] });
  }
  return counted;
}
