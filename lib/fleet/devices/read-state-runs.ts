import type { SqlOrTransaction } from "@/db/client";
import { coverageStatus } from "../coverage-status";
import { minuteOf } from "../minute";
import { type StateCode, stateCodes } from "../states";
import { type MinuteSpan, type StateRun, stateRuns } from "./state-runs";

type Place = { shard: number; ordinal: number; enrolledAt: Date };

/** A device's states over [from, to) minutes, from its transitions and the minutes in which Muster listened. */
export async function readStateRuns(sql: SqlOrTransaction, device: Place, range: MinuteSpan): Promise<StateRun[]> {
  const { shard, ordinal } = device;
  const [transitions, before, current, closed, uncovered] = await Promise.all([
    sql<{ minute: number; from: StateCode; to: StateCode }[]>`
      select minute, from_state as "from", to_state as "to" from transitions
      where shard = ${shard} and ordinal = ${ordinal} and minute > ${range.from} and minute < ${range.to} order by minute`,
    sql<{ to: StateCode }[]>`
      select to_state as "to" from transitions
      where shard = ${shard} and ordinal = ${ordinal} and minute <= ${range.from} order by minute desc limit 1`,
    sql<{ state: StateCode }[]>`select state from device_states where shard = ${shard} and ordinal = ${ordinal}`,
    sql<{ minute: number }[]>`select rolled_through as minute from shard_rolls where shard = ${shard}`,
    readUnrolled(sql, range),
  ]);
  const initial =
    before[0]?.to ??
    transitions[0]?.from ??
    (await firstStateAfter(sql, device, range)) ??
    current[0]?.state ??
    stateCodes.unknown;
  return stateRuns(range, {
    initial,
    transitions,
    enrolledMinute: minuteOf(device.enrolledAt),
    uncovered,
    closedThrough: closed[0]?.minute ?? range.from - 1,
  });
}

async function firstStateAfter(sql: SqlOrTransaction, { shard, ordinal }: Place, range: MinuteSpan) {
  const [row] = await sql<{ from: StateCode }[]>`
    select from_state as "from" from transitions
    where shard = ${shard} and ordinal = ${ordinal} and minute >= ${range.to} order by minute limit 1`;
  return row?.from;
}

/**
 * Spans of [from, to) that neither Muster nor a roll call of imported checks knows of. A roll call that did not listen says
 * unknown by itself, device by device: what another source watched is known.
 */
async function readUnrolled(sql: SqlOrTransaction, range: MinuteSpan): Promise<MinuteSpan[]> {
  return sql<MinuteSpan[]>`
    select minute + 1 as "from", next as "to" from (
      select minute, lead(minute) over (order by minute) as next from (
        select minute from coverage
        where minute >= ${range.from} and minute < ${range.to} and status <> ${coverageStatus.none}
        union select minute from roll_calls where minute >= ${range.from} and minute < ${range.to}
        union all select ${range.from - 1}::int union all select ${range.to}::int
      ) as known
    ) as pairs
    where next > minute + 1 order by minute`;
}

/** Spans of [from, to) in which Muster did not listen: a minute without a row, or with the status none. */
export async function readUncovered(sql: SqlOrTransaction, range: MinuteSpan): Promise<MinuteSpan[]> {
  // The gaps between listened minutes; the bounds stand in for a listened minute on either side.
  return sql<MinuteSpan[]>`
    select minute + 1 as "from", next as "to" from (
      select minute, lead(minute) over (order by minute) as next from (
        select minute from coverage
        where minute >= ${range.from} and minute < ${range.to} and status <> ${coverageStatus.none}
        union all select ${range.from - 1}::int union all select ${range.to}::int
      ) as listened
    ) as pairs
    where next > minute + 1 order by minute`;
}
