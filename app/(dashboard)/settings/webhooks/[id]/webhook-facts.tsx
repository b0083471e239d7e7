import { type Fact, FactList } from "@/components/ui/fact-list";
import { Time } from "@/components/ui/time";
import type { ListedWebhook } from "@/lib/notify/webhooks/list-webhooks";
import { webhookEvents } from "@/lib/notify/webhooks/webhook-events";

export function WebhookFacts({ webhook }: { webhook: ListedWebhook }) {
  const { events, counts, previousUntil, pausedAt, pausedBy, failingSince, failures } = webhook;
  const { lastDeliveredAt, createdAt, createdBy } = webhook;
  const facts: (Fact | null)[] = [
    { label: "Events", value: events.map((kind) => webhookEvents[kind].label).join(", ") },
    {
      label: "Deliveries of 30 days",
      value: `${counts.delivered} delivered, ${counts.waiting} waiting, ${counts.dead} dead`,
    },
    { label: "Last delivered", value: lastDeliveredAt ? <Time at={lastDeliveredAt} /> : "never" },
    failingSince
      ? {
          label: "Failing since",
          value: (
            <>
              {<Time at={failingSince} form="absolute" />}, {failures === 1 ? "1 attempt" : `${failures} attempts`}
            </>
          ),
        }
      : null,
    pausedAt
      ? {
          label: "Paused",
          value: (
            <>
              {<Time at={pausedAt} form="absolute" />} by {pausedBy}
            </>
          ),
        }
      : null,
    previousUntil ? { label: "Old secret signs until", value: <Time at={previousUntil} form="absolute" /> } : null,
    {
      label: "Made",
      value: (
        <>
          {<Time at={createdAt} form="absolute" />} by {createdBy}
        </>
      ),
    },
  ];
  return <FactList facts={facts} form="columns" />;
}
