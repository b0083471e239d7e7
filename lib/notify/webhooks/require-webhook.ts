import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { webhooks } from "@/db/schema/notify";
import { AppError } from "@/lib/app-error";
import { asWebhook, type Webhook, webhookColumns } from "./webhook";

/** Locks it. Throws AppError "webhook_not_found", and "stale_revision" where somebody edited it since `revision`. */
export async function requireWebhook(db: Transaction, id: string, revision?: number): Promise<Webhook> {
  const [row] = await db.select(webhookColumns).from(webhooks).where(eq(webhooks.id, id)).for("update");
  if (!row) throw new AppError("not_found", "webhook_not_found", "There is no such webhook; it may have been removed.");
  if (revision !== undefined && row.revision !== revision) {
    const message = "Somebody edited this webhook meanwhile: load it again, then edit.";
    throw new AppError("conflict", "stale_revision", message, { revision: row.revision });
  }
  return asWebhook(row);
}
