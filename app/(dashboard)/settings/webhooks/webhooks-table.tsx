import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ListedWebhook } from "@/lib/notify/webhooks/list-webhooks";
import { originOf } from "@/lib/notify/webhooks/webhook";
import { webhookEvents } from "@/lib/notify/webhooks/webhook-events";
import { WebhookState } from "./webhook-state";

const heads = ["Name", "State", "Events", "Waiting", "Dead letters", "Last delivered", "Made"];

export function WebhooksTable({ webhooks }: { webhooks: readonly ListedWebhook[] }) {
  return (
    <TableFrame label="Webhooks">
      <Table>
        <TableHead>
          <tr>
            {heads.map((name) => (
              <TableHeaderCell key={name}>{name}</TableHeaderCell>
            ))}
          </tr>
        </TableHead>
        <tbody>
          {webhooks.map((webhook) => (
            <WebhookRow key={webhook.id} webhook={webhook} />
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function WebhookRow({ webhook }: { webhook: ListedWebhook }) {
  const { id, name, url, events, counts, lastDeliveredAt, createdAt, createdBy } = webhook;
  const [first] = events;
  return (
    <TableRow>
      <TableCell className="py-1.5">
        <Link href={`/settings/webhooks/${id}`} className="font-medium underline-offset-2 hover:underline">
          {name}
        </Link>
        <span className="block font-mono text-caption text-muted">{originOf(url)}</span>
      </TableCell>
      <TableCell>
        <WebhookState webhook={webhook} />
      </TableCell>
      <TableCell title={events.map((kind) => webhookEvents[kind].label).join(", ")}>
        {events.length === 1 && first ? webhookEvents[first].label : `${events.length} kinds`}
      </TableCell>
      <TableCell>{counts.waiting}</TableCell>
      <TableCell>{counts.dead > 0 ? <Badge tone="bad">{counts.dead}</Badge> : 0}</TableCell>
      <TableCell className="text-muted">{lastDeliveredAt ? <Time at={lastDeliveredAt} /> : "never"}</TableCell>
      <TableCell className="text-muted">
        <Time at={createdAt} form="absolute" /> by {createdBy}
      </TableCell>
    </TableRow>
  );
}
