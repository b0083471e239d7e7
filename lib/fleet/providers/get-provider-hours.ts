import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { readProvider } from "./get-provider";

const GetProviderHours = z.object({
  slug: z.string().min(1),
  by: z.enum(["day", "month"]),
  /** How many days or months up to now. */
  count: z.number().int().min(1).max(400),
});
export type GetProviderHours = z.input<typeof GetProviderHours>;

export type ProviderHours = {
  /** 2026-04-25, or 2026-04 for a month, in the provider's zone. */
  key: string;
  /** Hours in which a GPU was enrolled, connected, turned away, connected and verified. */
  enrolledGpuHours: number;
  connectedGpuHours: number;
  blockedGpuHours: number;
  verifiedGpuHours: number;
  /** Hours of the period up to now of which nothing is known: Muster did not listen, or has not counted yet. */
  unknownHours: number;
  /** Hours of the period up to now. */
  hours: number;
};

/**
 * Available GPU hours of a provider by day or month of its own time zone, oldest first. Presence says that a GPU could be
 * reached, nothing of its use. A period before the provider's first record is left away.
 */
export async function getProviderHours(ctx: Ctx, input: GetProviderHours): Promise<ProviderHours[]> {
  requirePermission(ctx.actor, "provider.read");
  const { slug, by, count } = parseInput(GetProviderHours, input);
  const { id, timeZone } = await readProvider(ctx.db, ctx.actor, slug);
  const unit = `1 ${by}`;
  return ctx.db.$client<ProviderHours[]>`
    with bounds as (
      select date_trunc(${by}, ${ctx.now}::timestamptz at time zone ${timeZone}) as last,
        ${ctx.now}::timestamptz at time zone ${timeZone} as now,
        (select to_timestamp(min(hour) * 3600.0) at time zone ${timeZone} from provider_hours where provider_id = ${id}) as first
    ), periods as (
      select starts, greatest(starts, bounds.first) as begins, least(starts + ${unit}::interval, bounds.now) as ends
      from bounds, generate_series(last - ${count - 1} * ${unit}::interval, last, ${unit}::interval) as starts
      where starts + ${unit}::interval > bounds.first
    ), sums as (
      select date_trunc(${by}, to_timestamp(hour * 3600.0) at time zone ${timeZone}) as starts,
        sum(enrolled_gpu_minutes) / 60 as enrolled, sum(connected_gpu_minutes) / 60 as connected,
        sum(blocked_gpu_minutes) / 60 as blocked, sum(verified_gpu_minutes) / 60 as verified, sum(covered_minutes) / 60.0 as covered
      from provider_hours
      where provider_id = ${id} and hour >= (
        select floor(extract(epoch from min(starts) at time zone ${timeZone}) / 3600)::int from periods)
      group by 1
    )
    select to_char(starts, ${by === "day" ? "YYYY-MM-DD" : "YYYY-MM"}) as key,
      coalesce(enrolled, 0)::float8 as "enrolledGpuHours", coalesce(connected, 0)::float8 as "connectedGpuHours",
      coalesce(blocked, 0)::float8 as "blockedGpuHours", coalesce(verified, 0)::float8 as "verifiedGpuHours",
      extract(epoch from ends - begins)::float8 / 3600 as hours,
      greatest(0, extract(epoch from ends - begins)::float8 / 3600 - coalesce(covered, 0)::float8) as "unknownHours"
    from periods left join sums using (starts) order by starts`;
}
