import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { webhooks } from "@/db/schema/notify";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockWebhooks } from "./lock-webhooks";
import { refuseAddress, refuseSameName } from "./refuse-address";
import { requireWebhook } from "./require-webhook";
import { auditOf, WebhookFields, WebhookId } from "./webhook";
import type { WebhookHosts } from "./webhook-hosts";

export const UpdateWebhook = z.object({ id: WebhookId, revision: z.number().int(), webhook: WebhookFields });

/**
 * Edits a webhook as it was read at `revision`; what waits goes to the new address. Throws AppError as createWebhook, "webhook_not_found", and
 * conflict "stale_revision".
 */
export async function updateWebhook(
  ctx: Ctx,
  input: z.input<typeof UpdateWebhook>,
  hosts: WebhookHosts,
): Promise<void> {
  requirePermission(ctx.actor, "webhook.write");
  const { id, revision, webhook } = parseInput(UpdateWebhook, input);
  refuseAddress(webhook.url, hosts);
  await ctx.db.transaction(async (db) => {
    await lockWebhooks(db);
    const before = await requireWebhook(db, id, revision);
    await refuseSameName(db, webhook.name, id);
    await db
      .update(webhooks)
      .set({ ...webhook, revision: revision + 1, updatedAt: ctx.now })
      .where(and(eq(webhooks.id, id), eq(webhooks.revision, revision)));
    const isMoved = before.url !== webhook.url;
    await recordAudit(
      { ...ctx, db },
      {
        action: "webhook.update",
        target: { kind: "webhook", id },
        before: auditOf(before),
        after: { ...auditOf(webhook), isMoved },
      },
    );
  });
}
