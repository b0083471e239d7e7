import { asc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { deliveries, webhooks } from "@/db/schema/notify";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { asWebhook, mostWebhooks, type Webhook, WebhookId, webhookColumns } from "./webhook";

/** Of the last 30 days. */
export type DeliveryCounts = { waiting: number; delivered: number; dead: number };
export type ListedWebhook = Webhook & { counts: DeliveryCounts };

const none: DeliveryCounts = { waiting: 0, delivered: 0, dead: 0 };

/** All webhooks, at most 50, by name, each with its deliveries by state. */
export async function listWebhooks(ctx: Ctx): Promise<ListedWebhook[]> {
  requirePermission(ctx.actor, "webhook.read");
  const rows = await ctx.db
    .select(webhookColumns)
    .from(webhooks)
    .orderBy(asc(sql`lower(${webhooks.name})`), asc(webhooks.id))
    .limit(mostWebhooks);
  const counts = await countDeliveries(
    ctx.db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...asWebhook(row), counts: counts.get(row.id) ?? none }));
}

/** One of them. Throws AppError "webhook_not_found". */
export async function getWebhook(ctx: Ctx, input: string): Promise<ListedWebhook> {
  requirePermission(ctx.actor, "webhook.read");
  const id = z.uuid().safeParse(input).success ? parseInput(WebhookId, input) : null;
  const [row] = id ? await ctx.db.select(webhookColumns).from(webhooks).where(eq(webhooks.id, id)) : [];
  if (!row) throw new AppError("not_found", "webhook_not_found", "There is no such webhook; it may have been removed.");
  const counts = await countDeliveries(ctx.db, [row.id]);
  return { ...asWebhook(row), counts: counts.get(row.id) ?? none };
}

async function countDeliveries(db: Ctx["db"], ids: readonly string[]): Promise<Map<string, DeliveryCounts>> {
  if (ids.length === 0) return new Map();
  const of = (state: string) => sql<number>`(count(*) filter (where ${deliveries.state} = ${state}))::int`;
  const rows = await db
    .select({ id: deliveries.destinationId, waiting: of("waiting"), delivered: of("delivered"), dead: of("dead") })
    .from(deliveries)
    .where(inArray(deliveries.destinationId, [...ids]))
    .groupBy(deliveries.destinationId);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
