import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { deliveries } from "@/db/schema/notify";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { requireWebhook } from "./require-webhook";
import { WebhookId } from "./webhook";

const mostAtOnce = 5_000;

export const ResendDeliveries = z.object({
  webhookId: WebhookId,
  /** One, dead or delivered; or all dead letters, the oldest first, at most 5,000. */
  which: z.union([z.uuid("not the id of a delivery"), z.literal("dead")]),
});

/**
 * Queues again what was delivered or is dead, with its id and all its attempts anew. Returns how many. Throws AppError "webhook_not_found",
 * "delivery_not_found", and conflict "delivery_waiting" for one that is on its way, "nothing_dead" where there are no dead letters.
 */
export async function resendDeliveries(ctx: Ctx, input: z.input<typeof ResendDeliveries>): Promise<number> {
  requirePermission(ctx.actor, "webhook.write");
  const { webhookId, which } = parseInput(ResendDeliveries, input);
  return ctx.db.transaction(async (db) => {
    const { name } = await requireWebhook(db, webhookId);
    const ids = which === "dead" ? await oldestDead(db, webhookId) : [which];
    const queued = await db
      .update(deliveries)
      .set({ state: "waiting", attempts: 0, queuedAt: ctx.now, nextAttemptAt: ctx.now, endedAt: null })
      .where(and(eq(deliveries.destinationId, webhookId), inArray(deliveries.id, ids), ne(deliveries.state, "waiting")))
      .returning({ messageId: deliveries.messageId });
    if (queued.length === 0) await refuse(db, webhookId, which);
    const after = { name, count: queued.length, ...(queued.length === 1 ? { message: queued[0]?.messageId } : {}) };
    await recordAudit({ ...ctx, db }, { action: "webhook.resend", target: { kind: "webhook", id: webhookId }, after });
    return queued.length;
  });
}

async function oldestDead(db: Transaction, webhookId: string): Promise<string[]> {
  const rows = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.destinationId, webhookId), eq(deliveries.state, "dead")))
    .orderBy(deliveries.createdAt, deliveries.id)
    .limit(mostAtOnce);
  return rows.map(({ id }) => id);
}

async function refuse(db: Transaction, webhookId: string, which: string): Promise<never> {
  if (which === "dead") throw new AppError("conflict", "nothing_dead", "This webhook has no dead letters.");
  const [row] = await db
    .select({ one: sql`1` })
    .from(deliveries)
    .where(and(eq(deliveries.id, which), eq(deliveries.destinationId, webhookId)));
  if (row) throw new AppError("conflict", "delivery_waiting", "This delivery is on its way already.");
  throw new AppError("not_found", "delivery_not_found", "There is no such delivery; after 30 days they are removed.");
}
