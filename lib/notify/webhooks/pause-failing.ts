import { and, eq, gte, isNull, lte } from "drizzle-orm";
import type { Database } from "@/db/client";
import { webhooks } from "@/db/schema/notify";
import { recordAudit } from "@/lib/audit/record-audit";
import { judgeWebhooks } from "./judge-webhooks";
import { lockWebhooks } from "./lock-webhooks";

/** So long nothing succeeds, over so many attempts, before a webhook is paused. */
export const failingDays = 3;
const leastFailures = 10;
const dayMs = 86_400_000;

/** Pauses a webhook that only fails, or whose receiver said that it is gone for good. Returns whether it did. */
export async function pauseFailing(db: Database, id: string, now: Date, isGone = false): Promise<boolean> {
  const actor = { kind: "system", id: "webhooks", name: "Webhooks" } as const;
  return db.transaction(async (tx) => {
    await lockWebhooks(tx);
    const pausedWhy = isGone ? "gone" : "failing";
    const isTooLong = and(
      lte(webhooks.failingSince, new Date(now.getTime() - failingDays * dayMs)),
      gte(webhooks.failures, leastFailures),
    );
    const [paused] = await tx
      .update(webhooks)
      .set({ pausedAt: now, pausedBy: actor.name, pausedWhy, updatedAt: now })
      .where(and(eq(webhooks.id, id), isNull(webhooks.pausedAt), isGone ? undefined : isTooLong))
      .returning({ name: webhooks.name, failures: webhooks.failures });
    if (!paused) return false;
    const after = { ...paused, why: pausedWhy };
    await recordAudit({ db: tx, actor, now }, { action: "webhook.pause", target: { kind: "webhook", id }, after });
    await judgeWebhooks({ db: tx, now });
    return true;
  });
}
