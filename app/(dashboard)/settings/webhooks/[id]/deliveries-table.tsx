import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { WebhookDelivery } from "@/lib/notify/webhooks/list-deliveries";
import { DeliveryDialog } from "./delivery-dialog";
import { failureWords, stateWords } from "./delivery-words";
import { ResendButton } from "./resend-button";

type Props = { deliveries: readonly WebhookDelivery[]; webhookId: string; mayWrite: boolean };

export function DeliveriesTable({ deliveries, webhookId, mayWrite }: Props) {
  return (
    <TableFrame label="What was sent">
      <Table>
        <TableHead>
          <tr>
            {["Message", "State", "Attempts", "Last answer", "Next attempt", "Queued"].map((name) => (
              <TableHeaderCell key={name}>{name}</TableHeaderCell>
            ))}
            <TableHeaderCell>
              <span className="sr-only">Act</span>
            </TableHeaderCell>
          </tr>
        </TableHead>
        <tbody>
          {deliveries.map((delivery) => (
            <TableRow key={delivery.id}>
              <DeliveryCells delivery={delivery} />
              <TableCell className="py-1 text-right">
                <span className="inline-flex gap-1">
                  <DeliveryDialog id={delivery.id} messageId={delivery.messageId} />
                  {mayWrite && delivery.state !== "waiting" ? (
                    <ResendButton {...{ webhookId, which: delivery.id, label: `Send ${delivery.messageId} again` }} />
                  ) : null}
                </span>
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function DeliveryCells({ delivery }: { delivery: WebhookDelivery }) {
  const { messageId, kind, state, attempts, maxAttempts, lastStatus, lastError, nextAttemptAt, createdAt } = delivery;
  const word = stateWords[state];
  return (
    <>
      <TableCell className="py-1.5">
        {kind}
        <span className="block max-w-44 truncate font-mono text-caption text-muted" title={messageId}>
          {messageId}
        </span>
      </TableCell>
      <TableCell>
        <Badge tone={word.tone}>{word.label}</Badge>
      </TableCell>
      <TableCell>
        {attempts} of {maxAttempts}
      </TableCell>
      <TableCell className="min-w-56 max-w-sm py-1.5 whitespace-normal">
        {lastStatus ?? (lastError ? "none" : "")}
        {lastError ? (
          <span className="block text-caption text-muted">{failureWords(lastError, lastStatus)}</span>
        ) : null}
      </TableCell>
      <TableCell className="text-muted">{nextAttemptAt ? <Time at={nextAttemptAt} form="absolute" /> : ""}</TableCell>
      <TableCell className="text-muted">
        <Time at={createdAt} form="absolute" />
      </TableCell>
    </>
  );
}
