import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { statusUpdates } from "@/db/schema/status";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { parseInput } from "@/lib/parse-input";
import { requireAudience } from "./require-sendable";
import { statusChannelName, updateKind } from "./status-channel-name";
import type { Audience } from "./update-choices";

export const ResendUpdate = z.object({ id: z.uuid() });

/**
 * Queues the dead letters of an update again, with all their attempts anew; who got it gets nothing more. Returns how many. AppError not_found
 * "update_not_found", conflict "nothing_dead".
 */
export async function resendUpdate(ctx: Ctx, input: z.input<typeof ResendUpdate>): Promise<number> {
  requirePermission(ctx.actor, "update.send");
  const { id } = parseInput(ResendUpdate, input);
  return ctx.db.transaction(async (db) => {
    const [update] = await db
      .select({ audience: statusUpdates.audience, incidentId: statusUpdates.incidentId })
      .from(statusUpdates)
      .where(eq(statusUpdates.id, id));
    if (!update) throw new AppError("not_found", "update_not_found", "There is no such update.");
    requireAudience(ctx.actor, update.audience as Audience);
    // In one order, as the outcomes of attempts lock them: the recipient before its delivery.
    await db.execute(sql`
      select r.id from status_recipients r where r.update_id = ${id} and exists (
        select from deliveries d where d.destination_id = r.id and d.state = 'dead') order by r.id for update`);
    const queued = await db.execute(sql`
      update deliveries d set state = 'waiting', attempts = 0, queued_at = ${ctx.now.toISOString()}::timestamptz,
        next_attempt_at = ${ctx.now.toISOString()}::timestamptz, ended_at = null
      from status_recipients r where r.id = d.destination_id and r.update_id = ${id} and d.channel = ${statusChannelName}
        and d.kind = ${updateKind} and d.state = 'dead' returning d.id`);
    if (queued.length === 0) throw new AppError("conflict", "nothing_dead", "No message of it was given up.");
    const target = { kind: "incident", id: update.incidentId };
    await recordAudit({ ...ctx, db }, { action: "status.resend", target, after: { update: id, count: queued.length } });
    await notifyInTransaction(db, { kind: "incident", id: update.incidentId });
    return queued.length;
  });
}
