import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import type { Pulse } from "./pulse";
import { slotOf } from "./pulse";

const mostSlots = 720;

/**
 * The fleet's last `slots` pulses up to now, oldest first. A slot without a row is left out: Muster did not listen in it.
 * Devices that call several gateways in one slot are counted by each.
 */
export async function listPulses(
  ctx: Pick<Ctx, "db" | "actor" | "now">,
  { slots, fromSlot }: { slots: number; fromSlot?: number },
): Promise<Pulse[]> {
  requirePermission(ctx.actor, "fleet.read");
  const newest = slotOf(ctx.now) + 1;
  const oldest = Math.max(fromSlot ?? 0, newest - Math.min(slots, mostSlots));
  return await ctx.db.$client<Pulse[]>`
    select slot,
      sum(coalesce((groups->>0)::int, 0))::int as admitted,
      sum(coalesce((groups->>1)::int, 0) + coalesce((groups->>2)::int, 0) + coalesce((groups->>3)::int, 0))::int as "turnedAway"
    from (select slot, counts->'groups'->'fleet'->'' as groups from pulses where slot >= ${oldest} and slot <= ${newest}) as rows
    group by slot
    order by slot`;
}
