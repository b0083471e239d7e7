import { Badge } from "@/components/ui/badge";
import type { Webhook } from "@/lib/notify/webhooks/webhook";

const paused = { by_hand: "Paused", failing: "Paused: it only failed", gone: "Paused: its receiver is gone" } as const;

/** Whether it sends, and how well. */
export function WebhookState({ webhook: { pausedWhy, failingSince } }: { webhook: Webhook }) {
  if (pausedWhy) return <Badge tone={pausedWhy === "by_hand" ? "neutral" : "bad"}>{paused[pausedWhy]}</Badge>;
  return failingSince ? <Badge tone="warn">Failing</Badge> : <Badge tone="good">Enabled</Badge>;
}
