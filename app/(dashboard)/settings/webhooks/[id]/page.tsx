import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Denied } from "@/app/denied";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterChoice, FilterForm } from "@/components/ui/filter-form";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { AppError } from "@/lib/app-error";
import { deliveryStates } from "@/lib/notify/deliveries/delivery";
import { listDeliveries } from "@/lib/notify/webhooks/list-deliveries";
import { findWebhook } from "../../../find-record";
import { Pager } from "../../../pager";
import { WebhookState } from "../webhook-state";
import { DeliveriesTable } from "./deliveries-table";
import { stateWords } from "./delivery-words";
import { parseDeliverySearch, type Search } from "./parse-delivery-search";
import { ResendButton } from "./resend-button";
import { WebhookActs } from "./webhook-acts";
import { WebhookFacts } from "./webhook-facts";

export const metadata: Metadata = { title: "Webhook" };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export default async function WebhookPage({ params, searchParams }: Props) {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "webhook.read")) return <Denied ctx={ctx} permission="webhook.read" what="webhooks" />;
  const { id } = await params;
  const search = parseDeliverySearch(await searchParams);
  const webhook = await findWebhook(ctx, id).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === "not_found") notFound();
    throw error;
  });
  const { items, next } = await listDeliveries(ctx, { webhookId: id, ...search });
  const mayWrite = may(ctx.actor, "webhook.write");
  const title = (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {webhook.name} <WebhookState webhook={webhook} />
    </span>
  );
  return (
    <div className="grid gap-4">
      <PageHeader title={title} acts={mayWrite ? <WebhookActs webhook={webhook} /> : undefined}>
        <span className="break-all font-mono">{webhook.url}</span>
      </PageHeader>
      <WebhookFacts webhook={webhook} />
      <section aria-labelledby="deliveries" className="grid gap-2">
        <h2 id="deliveries" className="font-semibold text-body">
          Deliveries
        </h2>
        <div className="flex flex-wrap items-end justify-between gap-2">
          <FilterForm>
            <FilterChoice
              {...{ label: "State", name: "state", value: search.state }}
              options={deliveryStates.map((state) => [state, stateWords[state].label] as const)}
            />
          </FilterForm>
          {mayWrite && webhook.counts.dead > 0 ? <ResendButton webhookId={id} which="dead" /> : null}
        </div>
        {items.length > 0 ? (
          <DeliveriesTable deliveries={items} webhookId={id} mayWrite={mayWrite} />
        ) : (
          <EmptyState title="No deliveries">
            None fits. What happens from now on is sent here; a test shows whether it arrives. After 30 days they are
            removed.
          </EmptyState>
        )}
        <Pager path={`/settings/webhooks/${id}`} search={search} next={next} />
      </section>
    </div>
  );
}
