import { sql } from "drizzle-orm";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { DecideDevices, type Decided, decideDevices } from "./decide-devices";
import { ordinalsParameter } from "./ordinals-parameter";

/**
 * Ends the quarantine of devices, from this minute on. Throws AppError not_quarantined where a single device is not,
 * confirmation_needed, count_changed.
 */
export async function releaseDevices(ctx: Ctx, input: DecideDevices): Promise<Decided> {
  requirePermission(ctx.actor, "device.quarantine");
  const parsed = parseInput(DecideDevices, input);
  return decideDevices(ctx, parsed, {
    action: "device.release",
    kind: "device.released",
    title: ({ devices }) =>
      `Released ${devices.toLocaleString("en")} ${devices === 1 ? "device" : "devices"} from quarantine: ${parsed.reason}`,
    refusal: new AppError("conflict", "not_quarantined", "It is not quarantined any more: load the page again."),
    change: async (db, ordinals, minute) =>
      db.execute<{ shard: number; gpus: number }>(sql`
        with changed as (
          update devices set decision = null, decision_reason = null, version = pg_current_xact_id()
          from unnest(${ordinalsParameter(ordinals)}::int[]) as target(ordinal)
          where devices.shard = target.ordinal >> 16 and devices.ordinal = target.ordinal and decision = 'quarantined'
          returning devices.shard, devices.ordinal, gpu_count
        ), ended as (
          update device_decisions set to_minute = greatest(from_minute, ${minute}) from changed
          where device_decisions.shard = changed.shard and device_decisions.ordinal = changed.ordinal
            and kind = 'quarantined' and to_minute is null
        )
        select shard, gpu_count::int as gpus from changed`),
  });
}
