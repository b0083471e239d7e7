import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { deliveries } from "@/db/schema/notify";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { type DeliveryError, type DeliveryState, deliveryStates } from "@/lib/notify/deliveries/delivery";
import { parseInput } from "@/lib/parse-input";
import { WebhookId } from "./webhook";

export const ListDeliveries = z.object({
  webhookId: WebhookId,
  state: z.enum(deliveryStates).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

export type WebhookDelivery = {
  id: string;
  messageId: string;
  kind: string;
  state: DeliveryState;
  attempts: number;
  maxAttempts: number;
  createdAt: Date;
  /** Of what waits. */
  nextAttemptAt: Date | null;
  lastAttemptAt: Date | null;
  lastStatus: number | null;
  lastError: DeliveryError | null;
  endedAt: Date | null;
};

const columns = {
  id: deliveries.id,
  messageId: deliveries.messageId,
  kind: deliveries.kind,
  state: deliveries.state,
  attempts: deliveries.attempts,
  maxAttempts: deliveries.maxAttempts,
  createdAt: deliveries.createdAt,
  nextAttemptAt: deliveries.nextAttemptAt,
  lastAttemptAt: deliveries.lastAttemptAt,
  lastStatus: deliveries.lastStatus,
  lastError: deliveries.lastError,
  endedAt: deliveries.endedAt,
};

const Place = z.tuple([z.iso.datetime(), z.uuid()]);

/** Deliveries of a webhook without their bodies, the newest first, paged. */
export async function listDeliveries(
  ctx: Ctx,
  input: z.input<typeof ListDeliveries>,
): Promise<{ items: WebhookDelivery[]; next: string | null }> {
  requirePermission(ctx.actor, "webhook.read");
  const { webhookId, state, cursor, limit } = parseInput(ListDeliveries, input);
  const rows = await ctx.db
    .select(columns)
    .from(deliveries)
    .where(
      and(
        eq(deliveries.destinationId, webhookId),
        state ? eq(deliveries.state, state) : undefined,
        cursor ? after(decodeCursor(Place, cursor)) : undefined,
      ),
    )
    // Written with milliseconds, as a Date has them.
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(asDelivery);
  const last = items.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null;
  return { items, next };
}

/** One with the body as it was, or will be, sent. Throws AppError "delivery_not_found". */
export async function getDelivery(ctx: Ctx, input: string): Promise<WebhookDelivery & { body: string }> {
  requirePermission(ctx.actor, "webhook.read");
  const id = parseInput(z.uuid("not the id of a delivery"), input);
  const [row] = await ctx.db
    .select({ ...columns, body: deliveries.body })
    .from(deliveries)
    .where(and(eq(deliveries.id, id), eq(deliveries.channel, "webhook")));
  if (!row) {
    throw new AppError("not_found", "delivery_not_found", "There is no such delivery; after 30 days they are removed.");
  }
  return { ...asDelivery(row), body: row.body };
}

const after = ([at, id]: z.output<typeof Place>): SQL =>
  sql`(${deliveries.createdAt}, ${deliveries.id}) < (${at}::timestamptz, ${id}::uuid)`;

type Row = Omit<WebhookDelivery, "state" | "lastError" | "nextAttemptAt"> & {
  state: string;
  lastError: string | null;
  nextAttemptAt: Date;
};

/** Only lib/notify/deliveries writes states and errors. */
const asDelivery = (row: Row): WebhookDelivery => ({
  ...row,
  state: row.state as DeliveryState,
  lastError: row.lastError as DeliveryError | null,
  nextAttemptAt: row.state === "waiting" ? row.nextAttemptAt : null,
});
