import type { SqlOrTransaction } from "@/db/client";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { isoOfMinute, minuteOf } from "../minute";

/** The last minute that roll call has closed, null before the first. Backwards over the primary key: 0.1 ms. */
export async function latestMinute(sql: SqlOrTransaction): Promise<number | null> {
  const [row] = await sql<{ minute: number }[]>`
    select minute from fleet_minutes where dimension = 'fleet' and key = '' order by minute desc limit 1`;
  return row?.minute ?? null;
}

/** Refuses a minute that has no counts yet: future_minute, or minute_not_closed while roll call is still to come. */
export function requireClosedMinute(ctx: Ctx, minute: number, latest: number | null): void {
  if (minute > minuteOf(ctx.now)) {
    throw new AppError("bad_request", "future_minute", "That minute has not come yet: ask for a past one.");
  }
  if (latest !== null && minute <= latest) return;
  const hint = latest === null ? "none is closed yet" : `the last closed one is ${isoOfMinute(latest)}`;
  throw new AppError("conflict", "minute_not_closed", `Roll call has not closed that minute; ${hint}.`, {
    latest: latest === null ? null : isoOfMinute(latest),
  });
}
