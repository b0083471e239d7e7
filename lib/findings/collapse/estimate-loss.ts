import type { SqlOrTransaction } from "@/db/client";
import type { Group } from "@/lib/detect/collapse/group";
import type { Drop } from "@/lib/detect/collapse/judge-drop";
import { stateCodes } from "@/lib/fleet/states";
import type { CollapseEstimate } from "./collapse-evidence";

/** An older count says little of what was there just before. */
const oldestCountMinutes = 10;

export type Loss = Pick<CollapseEstimate, "share" | "devices" | "connected" | "countedMinute">;

/**
 * How many devices a fall of callers may mean: the share of the usual callers that stayed away, of the devices that the last
 * roll call before `minute` counted as connected. In 15 seconds not everybody calls, so that neither figure alone says it.
 */
export async function estimateLoss(sql: SqlOrTransaction, drop: Drop, minute: number): Promise<Loss> {
  const share = drop.expected > 0 ? Math.min(1, drop.lost / drop.expected) : 1;
  const counted = await connectedBefore(sql, drop.group, minute);
  if (!counted) return { share, devices: null, connected: null, countedMinute: null };
  const { connected, minute: countedMinute } = counted;
  return { share, devices: twoDigits(share * connected), connected, countedMinute };
}

/** Rounded down: an estimate may say too little, and must not say more than is lost. */
function twoDigits(devices: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, devices))) - 1);
  // A share that was divided and multiplied again misses its whole number by a hair.
  return Math.floor(devices / step + 1e-9) * step;
}

async function connectedBefore(
  sql: SqlOrTransaction,
  { dimension, key }: Group,
  minute: number,
): Promise<{ connected: number; minute: number } | null> {
  const oldest = minute - oldestCountMinutes;
  const [row] =
    dimension === "provider"
      ? await sql<{ connected: number; minute: number }[]>`
          select minute, (select count(*)::int from devices d join device_states s on s.shard = d.shard and s.ordinal = d.ordinal
            where d.provider_id = ${Number(key)} and s.state = ${stateCodes.connected}) as connected
          from roll_calls where minute between ${oldest} and ${minute} order by minute desc limit 1`
      : await sql<{ connected: number; minute: number }[]>`
          select minute, devices_connected as connected from fleet_minutes
          where dimension = ${dimension} and key = ${key} and minute between ${oldest} and ${minute - 1}
          order by minute desc limit 1`;
  return row ?? null;
}
