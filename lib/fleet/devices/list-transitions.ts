import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { type StateCode, stateCodes } from "../states";
import { locateDevice } from "./locate-device";

export type Transition = { minute: number; from: StateCode; to: StateCode };

const transitionsAPage = 100;

/**
 * The changes of a device's state, newest first, 100 a page; `next` is the `beforeMinute` of the next page. Before the first minute that
 * was ever rolled a device that was enrolled already is unknown, not "not enrolled".
 */
export async function listTransitions(
  ctx: Ctx,
  input: { device: string; beforeMinute?: number },
): Promise<{ items: Transition[]; next: number | null }> {
  requirePermission(ctx.actor, "device.read");
  const { shard, ordinal } = await locateDevice(ctx.db, input.device);
  const items = await ctx.db.$client<Transition[]>`
    select minute, to_state as "to", case when from_state = ${stateCodes.none}
        and minute > (select extract(epoch from enrolled_at) / 60 from devices where shard = ${shard} and ordinal = ${ordinal})
      then ${stateCodes.unknown} else from_state end as "from"
    from transitions where shard = ${shard} and ordinal = ${ordinal} and minute < ${input.beforeMinute ?? 2_147_483_647}
    order by minute desc limit ${transitionsAPage}`;
  const last = items.at(-1);
  return { items: [...items], next: last && items.length === transitionsAPage ? last.minute : null };
}
