import type { SqlOrTransaction } from "@/db/client";
import { readCoverage } from "../coverage/read-coverage";
import { minuteOf, minutesADay, windowMinutes } from "../minute";
import { planes, statePlanes } from "../planes";
import { readDevicePresence } from "../presence/read-device-presence";
import type { MinuteSpan, StateRun } from "./state-runs";
import { type DeviceBits, statesFromBits } from "./states-from-bits";

type Place = { shard: number; ordinal: number; enrolledAt: Date; intervalSeconds: number };

/** Folded hours in memory at a time: 24 a plane, 1 MB. */
const daysAtOnce = 1;

/**
 * A device's states over [from, to) from its bits, which are kept 400 days, for what lies before the transitions that are kept. An
 * hour takes 1 to 2 ms. Spans of two reads that touch may have one state.
 */
export async function readRunsFromBits(sql: SqlOrTransaction, device: Place, range: MinuteSpan): Promise<StateRun[]> {
  const decisions = await sql<DeviceBits["decisions"][number][]>`
    select kind, from_minute as "from", to_minute as "to" from device_decisions
    where shard = ${device.shard} and ordinal = ${device.ordinal} and from_minute < ${range.to} order by from_minute`;
  const facts = {
    enrolledMinute: minuteOf(device.enrolledAt),
    windowMinutes: windowMinutes(device.intervalSeconds),
    decisions,
  };
  const runs: StateRun[] = [];
  for (let from = range.from; from < range.to; from += daysAtOnce * minutesADay) {
    const to = Math.min(range.to, from + daysAtOnce * minutesADay);
    // Before the enrolment there is nothing to read.
    if (to <= facts.enrolledMinute) runs.push(...statesFromBits({ ...facts, ...nothing }, { from, to }));
    else runs.push(...(await readSpan(sql, device.ordinal, facts, { from, to })));
  }
  return runs;
}

const nothing = { has: () => false, coverageAt: () => 0 as const };

async function readSpan(
  sql: SqlOrTransaction,
  ordinal: number,
  facts: Omit<DeviceBits, "has" | "coverageAt">,
  span: MinuteSpan,
): Promise<StateRun[]> {
  const fromMinute = span.from - facts.windowMinutes;
  const toMinute = span.to - 1;
  const [strips, coverageAt] = await Promise.all([
    readDevicePresence(sql, { ordinal, planes: [...statePlanes, planes.observed], fromMinute, toMinute }),
    readCoverage(sql, fromMinute, toMinute),
  ]);
  const has: DeviceBits["has"] = (plane, minute) => strips.get(plane)?.[minute - fromMinute] === 1;
  return statesFromBits({ ...facts, has, coverageAt }, span);
}
