import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { providers } from "@/db/schema/fleet";
import { may, requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Actor, Ctx } from "@/lib/context";
import type { Channel, Provider } from "./provider";

/** One provider. Contact data is read only for those who may see it. Throws AppError provider_not_found. */
export async function getProvider(ctx: Ctx, slug: string): Promise<Provider> {
  requirePermission(ctx.actor, "provider.read");
  return readProvider(ctx.db, ctx.actor, slug);
}

const publicColumns = {
  id: providers.id,
  slug: providers.slug,
  name: providers.name,
  channel: providers.channel,
  language: providers.language,
  timeZone: providers.timeZone,
  heartbeatIntervalSeconds: providers.heartbeatIntervalSeconds,
  createdAt: providers.createdAt,
  updatedAt: providers.updatedAt,
};
const contactColumns = {
  contactName: providers.contactName,
  contactEmail: providers.contactEmail,
  contactPhone: providers.contactPhone,
};

export async function readProvider(db: Database | Transaction, actor: Actor, slug: string): Promise<Provider> {
  const bySlug = eq(providers.slug, slug);
  const [row] = await db.select(publicColumns).from(providers).where(bySlug);
  if (!row)
    throw new AppError("not_found", "provider_not_found", "There is no provider with this name in its address.");
  // The column is text; updateProvider and the import write only channels to it.
  const provider: Provider = { ...row, channel: row.channel as Channel };
  if (!may(actor, "provider.read-contact")) return provider;
  const [contact] = await db.select(contactColumns).from(providers).where(bySlug);
  return {
    ...provider,
    contact: {
      name: contact?.contactName ?? null,
      email: contact?.contactEmail ?? null,
      phone: contact?.contactPhone ?? null,
    },
  };
}
