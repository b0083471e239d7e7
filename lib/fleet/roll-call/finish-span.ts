import type { TransactionSql } from "postgres";
import { sendNotice } from "@/lib/notify/send-notice";
import { hourOfMinute, minutesAnHour } from "../minute";
import { countProviderHour, writeProviderHour } from "./provider-hours";
import { readRollProgress } from "./roll-progress";
import { settleCounting } from "./roll-queue";
import type { RollSession } from "./roll-session";
import type { SpanTotals } from "./span-totals";
import { writeCounts } from "./write-counts";

export type FinishedSpan = { revised: number[] };

// A listener reads everything anew anyway: a long revision need not name each of its minutes.
const noticesAtMost = 60;

/**
 * Writes what a span of closed minutes comes to, in one transaction: counts, the roll calls themselves, the provider
 * hours that are now full or were revised, and the notice.
 */
export async function finishSpan(session: RollSession, totals: SpanTotals, durationMs: number): Promise<FinishedSpan> {
  const { fromMinute, toMinute } = totals.context;
  const now = session.now();
  return session.begin(async (sql) => {
    const span = { fromMinute, toMinute, revisedAt: now };
    const revised = await writeCounts(sql, span, totals.counts.rows(session.directory));
    for (const minute of await settleCounting(sql, fromMinute, toMinute)) revised.add(minute);
    const fresh = await writeRollCalls(sql, span, { transitions: totals.transitions, durationMs }, [...revised]);
    await writeFullHours(sql, session, totals);
    if (fresh) await sendNotice(sql, { kind: "roll_call", minute: toMinute });
    const named = [...revised].sort((a, b) => b - a).slice(0, noticesAtMost);
    for (const minute of named) await sendNotice(sql, { kind: "revised", minute });
    return { revised: [...revised] };
  });
}

/** Whether a minute among them was called for the first time. */
async function writeRollCalls(
  sql: TransactionSql,
  span: { fromMinute: number; toMinute: number; revisedAt: Date },
  result: { transitions: Int32Array; durationMs: number },
  revised: number[],
): Promise<boolean> {
  const transitions = [...result.transitions];
  const duration = Math.round(result.durationMs / transitions.length);
  const inserted = await sql`
    insert into roll_calls (minute, rolled_at, duration_ms, transitions)
    select ${span.fromMinute} + place::int - 1, ${span.revisedAt}, ${duration}, count
    from unnest(${transitions}::int[]) with ordinality fresh (count, place)
    on conflict (minute) do nothing`;
  if (inserted.count < transitions.length) {
    await sql`
      update roll_calls stored set transitions = fresh.count, revised_at = ${span.revisedAt}
      from unnest(${transitions}::int[]) with ordinality fresh (count, place)
      where stored.minute = ${span.fromMinute} + fresh.place::int - 1
        and (stored.transitions <> fresh.count or stored.minute = any(${revised}::int[]))`;
  }
  return inserted.count > 0;
}

async function writeFullHours(sql: TransactionSql, session: RollSession, totals: SpanTotals): Promise<void> {
  const { fromMinute, toMinute } = totals.context;
  const { last } = await readRollProgress(sql);
  for (let hour = hourOfMinute(fromMinute); hour <= hourOfMinute(toMinute); hour++) {
    if (last === null || last < (hour + 1) * minutesAnHour - 1) continue;
    const counted = totals.hours.hour(hour) ?? (await countProviderHour(sql, session, hour));
    if (counted) await writeProviderHour(sql, hour, counted);
  }
}
