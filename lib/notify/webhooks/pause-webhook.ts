import { and, eq, isNull } from "drizzle-orm";
import { webhooks } from "@/db/schema/notify";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockWebhooks } from "./lock-webhooks";
import { requireWebhook } from "./require-webhook";
import { WebhookId } from "./webhook";

/**
 * Sends nothing more until it is resumed; what happens meanwhile waits, for at most seven days. Throws AppError "webhook_not_found" and conflict
 * "webhook_paused".
 */
export async function pauseWebhook(ctx: Ctx, input: string): Promise<void> {
  requirePermission(ctx.actor, "webhook.write");
  const id = parseInput(WebhookId, input);
  await ctx.db.transaction(async (db) => {
    await lockWebhooks(db);
    const { name } = await requireWebhook(db, id);
    const [paused] = await db
      .update(webhooks)
      .set({ pausedAt: ctx.now, pausedBy: ctx.actor.name, pausedWhy: "by_hand", updatedAt: ctx.now })
      .where(and(eq(webhooks.id, id), isNull(webhooks.pausedAt)))
      .returning({ id: webhooks.id });
    if (!paused) throw new AppError("conflict", "webhook_paused", "This webhook is paused already.");
    const after = { name, why: "by_hand" };
    await recordAudit({ ...ctx, db }, { action: "webhook.pause", target: { kind: "webhook", id }, after });
  });
}
