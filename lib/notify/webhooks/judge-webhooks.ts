import { asc, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { webhooks } from "@/db/schema/notify";
import type { NewFinding } from "@/lib/findings/open-finding";
import { settlePostureFindings } from "@/lib/findings/settle-posture-findings";
import { asWebhook, originOf, type Webhook, webhookColumns } from "./webhook";

export const webhookPausedRule = "posture.webhook-paused";

/** Opens the findings of webhooks that Muster itself paused, and resolves those of others. Hold lockWebhooks before. */
export async function judgeWebhooks(ctx: { db: Transaction; now: Date }): Promise<void> {
  const rows = await ctx.db
    .select(webhookColumns)
    .from(webhooks)
    .where(inArray(webhooks.pausedWhy, ["failing", "gone"]))
    .orderBy(asc(webhooks.createdAt), asc(webhooks.id));
  await settlePostureFindings(
    ctx,
    [webhookPausedRule],
    rows.map((row) => findingOf(asWebhook(row))),
  );
}

function findingOf({ id, name, url, pausedWhy, pausedAt, failingSince, failures }: Webhook): NewFinding {
  const why =
    pausedWhy === "gone"
      ? "Its receiver answered 410 Gone."
      : `Nothing has reached it since ${failingSince?.toISOString() ?? "long ago"}: ${failures} attempts failed.`;
  return {
    rule: webhookPausedRule,
    fingerprint: `${webhookPausedRule}/${id}`,
    title: `Webhook “${name}” was paused: its receiver does not take what is sent`,
    summary: `${why} What happens meanwhile waits for seven days. Mend the receiver, send a test and resume the webhook in Settings, Webhooks.`,
    severity: "medium",
    confidence: 1,
    subjects: { webhook: id },
    evidence: { name, origin: originOf(url), failures, failingSince: failingSince?.toISOString() ?? null },
    startedAt: failingSince ?? pausedAt ?? new Date(0),
  };
}
