import type { Sql } from "@/db/client";
import { coverMinutes } from "../coverage/cover-minutes";
import { minutesADay } from "../minute";
import { queueRoll } from "./queue-roll";
import { readRollProgress } from "./roll-progress";
import type { RollSession } from "./roll-session";
import { type RollOptions, rollSpans } from "./roll-spans";
import { waitForGateways } from "./wait-for-gateways";

export type RolledMinutes = { fromMinute: number; toMinute: number; transitions: number; durationMs: number };

/** Counts and transitions of older minutes are not kept, so there is no use in catching up with them. */
const keptMinutes = 90 * minutesADay;

/**
 * Closes every minute that is over by the database's clock and not closed yet: one, or after a downtime all that were
 * missed. Null when there is none. The first roll call of an empty database closes the last minute alone.
 */
export async function rollCall(session: RollSession, options: RollOptions = {}): Promise<RolledMinutes | null> {
  const toMinute = (await currentMinute(session.sql)) - 1;
  const { last } = await readRollProgress(session.sql);
  const fromMinute = Math.max(last === null ? toMinute : last + 1, toMinute - keptMinutes);
  if (fromMinute > toMinute) return null;
  await waitForGateways(session.sql, toMinute, options.signal);
  const startedAt = performance.now();
  await coverMinutes(session.sql, fromMinute, toMinute);
  const { transitions } = await rollSpans(session, fromMinute, toMinute, options);
  return { fromMinute, toMinute, transitions, durationMs: performance.now() - startedAt };
}

/** The minute that goes on, by the database's clock. */
export async function currentMinute(sql: Sql): Promise<number> {
  const [row] = await sql<{ minute: number }[]>`
    select floor(extract(epoch from clock_timestamp()) / 60)::int as minute`;
  if (!row) throw new Error("the database told no time");
  return row.minute;
}

const recheckedMinutes = 15;

/**
 * A pulse that was written late makes a closed minute better covered than it was taken for: it is then rolled again.
 */
export async function recheckCoverage(session: RollSession): Promise<void> {
  const { first, last } = await readRollProgress(session.sql);
  if (first === null || last === null) return;
  await session.begin(async (sql) => {
    const better = await coverMinutes(sql, Math.max(first, last - recheckedMinutes), last);
    for (let shard = 0; shard < session.shardCount; shard++) {
      for (const minute of better) await queueRoll(sql, shard, minute);
    }
  });
}
