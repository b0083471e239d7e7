import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { webhooks } from "@/db/schema/notify";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockWebhooks } from "./lock-webhooks";
import { refuseAddress, refuseSameName } from "./refuse-address";
import { auditOf, mostWebhooks, WebhookFields } from "./webhook";
import type { WebhookHosts } from "./webhook-hosts";
import { ensureSealingKey, newWebhookSecret, sealSecret } from "./webhook-secret";

/**
 * Makes a webhook, which is sent what happens from now on; its secret is in the answer and shown nowhere else. Throws AppError "invalid_input" (an address
 * to which webhooks may not go too), conflict "webhook_exists" for the name of another, and "webhooks_full" at 50.
 */
export async function createWebhook(
  ctx: Ctx,
  input: WebhookFields,
  hosts: WebhookHosts,
): Promise<{ id: string; secret: string }> {
  requirePermission(ctx.actor, "webhook.write");
  const fields = parseInput(WebhookFields, input);
  refuseAddress(fields.url, hosts);
  const key = await ensureSealingKey(ctx.db, ctx.now);
  const secret = newWebhookSecret();
  const id = randomUUID();
  await ctx.db.transaction(async (db) => {
    await lockWebhooks(db);
    await refuseSameName(db, fields.name);
    if ((await db.$count(webhooks)) >= mostWebhooks) {
      throw new AppError("conflict", "webhooks_full", `There are ${mostWebhooks} webhooks: remove one first.`);
    }
    await db.insert(webhooks).values({
      ...{ id, ...fields, secret: sealSecret(key, secret, id) },
      sinceEventId: sql`(select coalesce(max(id), 0) from domain_events)`,
      ...{ createdBy: ctx.actor.name, createdAt: ctx.now, updatedAt: ctx.now },
    });
    await recordAudit(
      { ...ctx, db },
      { action: "webhook.create", target: { kind: "webhook", id }, after: auditOf(fields) },
    );
  });
  return { id, secret };
}
