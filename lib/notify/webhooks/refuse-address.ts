import { and, ne } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { webhooks } from "@/db/schema/notify";
import { AppError } from "@/lib/app-error";
import { sameName } from "./webhook";
import { refusedAddress, type WebhookHosts } from "./webhook-hosts";

/** Throws AppError unprocessable "invalid_input" for an address to which webhooks may not go. */
export function refuseAddress(url: string, hosts: WebhookHosts): void {
  const why = refusedAddress(url, hosts);
  if (why) throw new AppError("unprocessable", "invalid_input", `url: ${why}`, { field: "url" });
}

/** Throws AppError "webhook_exists" where another has the name. */
export async function refuseSameName(db: Transaction, name: string, exceptId?: string): Promise<void> {
  const [other] = await db
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(sameName(name), exceptId ? ne(webhooks.id, exceptId) : undefined));
  if (!other) return;
  throw new AppError("conflict", "webhook_exists", `There is a webhook named “${name}” already: choose another name.`, {
    field: "name",
  });
}
