import { sql } from "drizzle-orm";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { DecideDevices, type Decided, decideDevices } from "./decide-devices";
import { ordinalsParameter } from "./ordinals-parameter";

/**
 * Keeps devices out of every recovered number, from this minute on and until they are released. Throws AppError
 * not_quarantinable where a single device is quarantined or retired already, confirmation_needed, count_changed.
 */
export async function quarantineDevices(ctx: Ctx, input: DecideDevices): Promise<Decided> {
  requirePermission(ctx.actor, "device.quarantine");
  const parsed = parseInput(DecideDevices, input);
  const { reason } = parsed;
  return decideDevices(ctx, parsed, {
    action: "device.quarantine",
    kind: "device.quarantined",
    title: ({ devices }) =>
      `Quarantined ${devices.toLocaleString("en")} ${devices === 1 ? "device" : "devices"}: ${reason}`,
    refusal: new AppError(
      "conflict",
      "not_quarantinable",
      "It is quarantined or retired already: load the page again.",
    ),
    change: async (db, ordinals, minute) =>
      db.execute<{ shard: number; gpus: number }>(sql`
        with changed as (
          update devices set decision = 'quarantined', decision_reason = ${reason}, version = pg_current_xact_id()
          from unnest(${ordinalsParameter(ordinals)}::int[]) as target(ordinal)
          where devices.shard = target.ordinal >> 16 and devices.ordinal = target.ordinal and decision is null
          returning devices.shard, devices.ordinal, gpu_count
        ), kept as (
          insert into device_decisions (shard, ordinal, from_minute, kind, reason, actor)
          select shard, ordinal, ${minute}, 'quarantined', ${reason}, ${ctx.actor.name} from changed
          on conflict (shard, ordinal, kind, from_minute) do update
            set to_minute = null, reason = excluded.reason, actor = excluded.actor
        )
        select shard, gpu_count::int as gpus from changed`),
  });
}
