import type { Metadata } from "next";
import { Denied } from "@/app/denied";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { listWebhooks } from "@/lib/notify/webhooks/list-webhooks";
import { WebhookDialog } from "./webhook-dialog";
import { WebhooksTable } from "./webhooks-table";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "webhook.read")) return <Denied ctx={ctx} permission="webhook.read" what="webhooks" />;
  const webhooks = await listWebhooks(ctx);
  return (
    <div className="grid gap-4">
      <PageHeader title="Webhooks" acts={may(ctx.actor, "webhook.write") ? <WebhookDialog /> : undefined}>
        Where Muster tells other systems what happens: findings, policies, approvals. Each message is signed, and tried
        for a day until it is taken.
      </PageHeader>
      {webhooks.length > 0 ? (
        <WebhooksTable webhooks={webhooks} />
      ) : (
        <EmptyState title="No webhooks">
          Nothing is sent anywhere. Create a webhook to tell a pager, a chat room or a program of your own.
        </EmptyState>
      )}
    </div>
  );
}
