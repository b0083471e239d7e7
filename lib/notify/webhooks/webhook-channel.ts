import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { webhooks } from "@/db/schema/notify";
import type { ClaimedDelivery, DeliveryChannel, Outcome } from "@/lib/notify/deliveries/delivery";
import { notifyInTransaction } from "@/lib/notify/notify-in-transaction";
import { pauseFailing } from "./pause-failing";
import { postWebhook } from "./post-webhook";
import { webhookChannelName } from "./webhook-channel-name";
import { testKind } from "./webhook-events";
import type { WebhookHosts } from "./webhook-hosts";
import { ensureSealingKey, unsealSecret } from "./webhook-secret";

const gone = 410;

/** Posts what is queued for webhooks. */
export function webhookChannel(db: Database, hosts: WebhookHosts): DeliveryChannel {
  return {
    name: webhookChannelName,
    // A paused one can be tested.
    destinations: sql`select id, case when paused_at is not null then ${testKind}::text end from webhooks`,
    async send(delivery, now) {
      const target = await readTarget(db, delivery.destinationId, now);
      if (!target) return { isDelivered: false, error: "unknown", status: null, isFinal: true };
      const outcome = await postWebhook({ ...delivery, ...target }, hosts, now);
      return !outcome.isDelivered && outcome.status === gone ? { ...outcome, isFinal: true } : outcome;
    },
    async hold(tx, id) {
      await tx.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, id)).for("update");
    },
    async settled(tx, delivery, outcome, now) {
      await noteHealth(tx, delivery, outcome, now);
      // Whoever asked for the test looks at the page.
      if (delivery.kind === testKind) await notifyInTransaction(tx, { kind: "webhook" });
    },
    async afterwards({ destinationId, kind }, outcome, now) {
      if (outcome.isDelivered || kind === testKind) return;
      await pauseFailing(db, destinationId, now, outcome.status === gone);
    },
  };
}

/** The address and the secrets that are alive, the newest first. */
async function readTarget(db: Database, id: string, now: Date): Promise<{ url: string; secrets: string[] } | null> {
  const { url, secret, previousSecret, previousUntil } = webhooks;
  const [row] = await db
    .select({ url, secret, previousSecret, previousUntil })
    .from(webhooks)
    .where(eq(webhooks.id, id));
  if (!row) return null;
  const key = await ensureSealingKey(db, now);
  const isAlive = row.previousSecret && row.previousUntil && row.previousUntil > now;
  const sealed = isAlive && row.previousSecret ? [row.secret, row.previousSecret] : [row.secret];
  return { url: row.url, secrets: sealed.map((each) => unsealSecret(key, each, id)) };
}

async function noteHealth(tx: Transaction, delivery: ClaimedDelivery, outcome: Outcome, now: Date): Promise<void> {
  const isIt = eq(webhooks.id, delivery.destinationId);
  if (outcome.isDelivered) {
    await tx.update(webhooks).set({ failingSince: null, failures: 0, lastDeliveredAt: now }).where(isIt);
  } else if (delivery.kind !== testKind) {
    await tx
      .update(webhooks)
      .set({
        failingSince: sql`coalesce(${webhooks.failingSince}, ${now.toISOString()}::timestamptz)`,
        failures: sql`${webhooks.failures} + 1`,
        lastFailedAt: now,
      })
      .where(isIt);
  }
}

/** Takes away old secrets whose time is over. */
export async function forgetOldSecrets(db: Database, now: Date): Promise<void> {
  await db
    .update(webhooks)
    .set({ previousSecret: null, previousUntil: null })
    .where(
      and(isNotNull(webhooks.previousSecret), sql`${webhooks.previousUntil} <= ${now.toISOString()}::timestamptz`),
    );
}
