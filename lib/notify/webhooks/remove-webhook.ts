import { eq } from "drizzle-orm";
import { z } from "zod";
import { deliveries, webhooks } from "@/db/schema/notify";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { judgeWebhooks } from "./judge-webhooks";
import { lockWebhooks } from "./lock-webhooks";
import { requireWebhook } from "./require-webhook";
import { auditOf, WebhookId } from "./webhook";

export const RemoveWebhook = z.object({ id: WebhookId, revision: z.number().int() });

/**
 * Removes a webhook with its secret and its deliveries, also those that wait. Throws AppError "webhook_not_found" and conflict "stale_revision".
 */
export async function removeWebhook(ctx: Ctx, input: z.input<typeof RemoveWebhook>): Promise<void> {
  requirePermission(ctx.actor, "webhook.write");
  const { id, revision } = parseInput(RemoveWebhook, input);
  await ctx.db.transaction(async (db) => {
    await lockWebhooks(db);
    const before = await requireWebhook(db, id, revision);
    await db.delete(webhooks).where(eq(webhooks.id, id));
    const removed = await db.delete(deliveries).where(eq(deliveries.destinationId, id));
    const after = { deliveries: removed.count };
    await recordAudit(
      { ...ctx, db },
      { action: "webhook.remove", target: { kind: "webhook", id }, before: auditOf(before), after },
    );
    await judgeWebhooks({ db, now: ctx.now });
  });
}
