import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";

/** Values that a filter can be set to; "" for devices that state none. */
export type FilterOptions = { regions: string[]; models: string[]; agents: string[] };

const mostValues = 500;

/** The regions, GPU models and agents that the last roll call counted, in reading order (1.10 after 1.9). */
export async function listFilterOptions(ctx: Ctx): Promise<FilterOptions> {
  requirePermission(ctx.actor, "device.read");
  const rows = await ctx.db.$client<{ dimension: string; key: string }[]>`
    select dimension, key from fleet_minutes
    where dimension in ('region', 'gpu_model', 'agent')
      and minute = (select max(minute) from fleet_minutes where dimension = 'fleet' and key = '')
    order by dimension, key limit ${3 * mostValues}`;
  const of = (dimension: string) =>
    rows
      .filter((row) => row.dimension === dimension)
      .map((row) => row.key)
      .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
      .slice(0, mostValues);
  return { regions: of("region"), models: of("gpu_model"), agents: of("agent") };
}
