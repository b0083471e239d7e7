import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { minuteOf } from "@/lib/fleet/minute";

export type DenialSum = {
  /** Of the user or token; empty for whoever could not say who they are. */
  actorId: string;
  /** As the trail knew them last. */
  actorName: string | null;
  /** The permission that was missing, or why nobody was recognised. */
  reason: string;
  count: number;
  /** Minutes in which there was any. */
  minutes: number;
  lastMinute: number;
};

const lookBackMinutes = 1_440;
const most = 20;

/** The refusals of the last day by actor and reason, the most frequent first, at most twenty. */
export async function listDenials(ctx: Ctx): Promise<DenialSum[]> {
  requirePermission(ctx.actor, "audit.read");
  return ctx.db.$client<DenialSum[]>`
    select actor_id as "actorId", reason, sum(count)::float8 as count, count(*)::int as minutes, max(minute) as "lastMinute",
      (select actor_name from audit_log where audit_log.actor_id = access_denials.actor_id
        order by at desc, id desc limit 1) as "actorName"
    from access_denials where minute > ${minuteOf(ctx.now) - lookBackMinutes}
    group by actor_id, reason order by count desc, actor_id, reason limit ${most}`;
}
