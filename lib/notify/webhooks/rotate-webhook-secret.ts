import { eq } from "drizzle-orm";
import { z } from "zod";
import { webhooks } from "@/db/schema/notify";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { lockWebhooks } from "./lock-webhooks";
import { requireWebhook } from "./require-webhook";
import { WebhookId } from "./webhook";
import { ensureSealingKey, newWebhookSecret, sealSecret } from "./webhook-secret";

/** How long the old secret signs beside the new one; "now" ends it at once, for one that leaked. */
export const secretOverlaps = { now: 0, "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000 } as const;
export type SecretOverlap = keyof typeof secretOverlaps;
// The keys of an object literal, which has no others.
export const secretOverlapNames = Object.keys(secretOverlaps) as [SecretOverlap, ...SecretOverlap[]];

export const RotateWebhookSecret = z.object({
  id: WebhookId,
  overlap: z.enum(secretOverlapNames, `must be one of ${secretOverlapNames.join(", ")}`).default("24h"),
});

/**
 * Makes a new secret, in the answer and shown nowhere else; until `previousUntil` every delivery is signed with both. Throws AppError "webhook_not_found"
 * and conflict "secret_rotated" while the last rotation still runs, unless the old ones are to end now: never more than two are alive.
 */
export async function rotateWebhookSecret(
  ctx: Ctx,
  input: z.input<typeof RotateWebhookSecret>,
): Promise<{ secret: string; previousUntil: Date | null }> {
  requirePermission(ctx.actor, "webhook.write");
  const { id, overlap } = parseInput(RotateWebhookSecret, input);
  const key = await ensureSealingKey(ctx.db, ctx.now);
  const secret = newWebhookSecret();
  const previousUntil = overlap === "now" ? null : new Date(ctx.now.getTime() + secretOverlaps[overlap]);
  await ctx.db.transaction(async (db) => {
    await lockWebhooks(db);
    const webhook = await requireWebhook(db, id);
    if (previousUntil && webhook.previousUntil && webhook.previousUntil > ctx.now) {
      const message = `The secret before signs until ${webhook.previousUntil.toISOString()}: wait until then, or end the old ones now.`;
      throw new AppError("conflict", "secret_rotated", message);
    }
    await db
      .update(webhooks)
      .set({
        ...{ secret: sealSecret(key, secret, id), previousUntil, updatedAt: ctx.now },
        // The column as it was: it stays sealed under the same key, for the same webhook.
        previousSecret: previousUntil ? webhooks.secret : null,
      })
      .where(eq(webhooks.id, id));
    const after = { name: webhook.name, previousUntil };
    await recordAudit({ ...ctx, db }, { action: "webhook.rotate-secret", target: { kind: "webhook", id }, after });
  });
  return { secret, previousUntil };
}
