import type { Ctx } from "@/lib/context";
import { minuteOf } from "../minute";

/** The minute that a list is of: the one that is asked for, or the last that roll call closed, beyond which nothing is known. */
export async function resolveListedMinute(
  ctx: Ctx,
  asked: number | undefined,
): Promise<{ minute: number; isLatest: boolean }> {
  const [row] = await ctx.db.$client<{ minute: number }[]>`
    select minute from roll_calls order by minute desc limit 1`;
  const latest = row?.minute ?? minuteOf(ctx.now) - 1;
  return asked === undefined || asked >= latest
    ? { minute: latest, isLatest: true }
    : { minute: asked, isLatest: false };
}
