import { sql } from "drizzle-orm";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { DecideDevices, type Decided, decideDevices } from "./decide-devices";
import { ordinalsParameter } from "./ordinals-parameter";

/**
 * Takes devices out of the enrolled for good, from this minute on; an open quarantine ends with it. Throws AppError
 * already_retired where a single device is, confirmation_needed, count_changed.
 */
export async function retireDevices(ctx: Ctx, input: DecideDevices): Promise<Decided> {
  requirePermission(ctx.actor, "device.retire");
  const parsed = parseInput(DecideDevices, input);
  const { reason } = parsed;
  return decideDevices(ctx, parsed, {
    action: "device.retire",
    kind: "device.retired",
    title: ({ devices }) =>
      `Retired ${devices.toLocaleString("en")} ${devices === 1 ? "device" : "devices"}: ${reason}`,
    refusal: new AppError("conflict", "already_retired", "It is retired already: load the page again."),
    change: async (db, ordinals, minute) =>
      db.execute<{ shard: number; gpus: number }>(sql`
        with changed as (
          update devices set decision = 'retired', decision_reason = ${reason}, version = pg_current_xact_id()
          from unnest(${ordinalsParameter(ordinals)}::int[]) as target(ordinal)
          where devices.shard = target.ordinal >> 16 and devices.ordinal = target.ordinal
            and decision is distinct from 'retired'
          returning devices.shard, devices.ordinal, gpu_count
        ), ended as (
          update device_decisions set to_minute = greatest(from_minute, ${minute}) from changed
          where device_decisions.shard = changed.shard and device_decisions.ordinal = changed.ordinal and to_minute is null
        ), kept as (
          insert into device_decisions (shard, ordinal, from_minute, kind, reason, actor)
          select shard, ordinal, ${minute}, 'retired', ${reason}, ${ctx.actor.name} from changed
          on conflict (shard, ordinal, kind, from_minute) do update
            set to_minute = null, reason = excluded.reason, actor = excluded.actor
        )
        select shard, gpu_count::int as gpus from changed`),
  });
}
