import { and, eq, isNotNull } from "drizzle-orm";
import { webhooks } from "@/db/schema/notify";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { judgeWebhooks } from "./judge-webhooks";
import { lockWebhooks } from "./lock-webhooks";
import { requireWebhook } from "./require-webhook";
import { WebhookId } from "./webhook";

/** Sends again, what has waited first. Throws AppError "webhook_not_found" and conflict "webhook_not_paused". */
export async function resumeWebhook(ctx: Ctx, input: string): Promise<void> {
  requirePermission(ctx.actor, "webhook.write");
  const id = parseInput(WebhookId, input);
  await ctx.db.transaction(async (db) => {
    await lockWebhooks(db);
    const { name, pausedWhy } = await requireWebhook(db, id);
    const [resumed] = await db
      .update(webhooks)
      .set({
        ...{ pausedAt: null, pausedBy: null, pausedWhy: null },
        // It gets its time anew.
        ...{ failingSince: null, failures: 0, updatedAt: ctx.now },
      })
      .where(and(eq(webhooks.id, id), isNotNull(webhooks.pausedAt)))
      .returning({ id: webhooks.id });
    if (!resumed) throw new AppError("conflict", "webhook_not_paused", "This webhook is not paused.");
    const before = { name, why: pausedWhy };
    await recordAudit({ ...ctx, db }, { action: "webhook.resume", target: { kind: "webhook", id }, before });
    await judgeWebhooks({ db, now: ctx.now });
  });
}
