import { randomUUID } from "node:crypto";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { queueDeliveries } from "@/lib/notify/deliveries/queue-deliveries";
import { parseInput } from "@/lib/parse-input";
import { testBody } from "./event-body";
import { requireWebhook } from "./require-webhook";
import { WebhookId } from "./webhook";
import { webhookChannelName } from "./webhook-channel-name";
import { testKind } from "./webhook-events";

/**
 * Queues one message of kind webhook.test, also for a paused webhook; it is tried once. Returns its message's id. Throws AppError
 * "webhook_not_found".
 */
export async function sendTest(ctx: Ctx, input: string, publicUrl: string): Promise<string> {
  requirePermission(ctx.actor, "webhook.write");
  const id = parseInput(WebhookId, input);
  const messageId = `test_${randomUUID()}`;
  await ctx.db.transaction(async (db) => {
    const webhook = await requireWebhook(db, id);
    const body = testBody(webhook, publicUrl, ctx.now);
    const message = { channel: webhookChannelName, destinationId: id, messageId, kind: testKind, body, maxAttempts: 1 };
    await queueDeliveries({ db, now: ctx.now }, [message]);
    const after = { name: webhook.name, message: messageId };
    await recordAudit({ ...ctx, db }, { action: "webhook.test", target: { kind: "webhook", id }, after });
  });
  return messageId;
}
