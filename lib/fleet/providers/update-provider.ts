import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { providers } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { CalendarMoment } from "../changes/calendar-moment";
import { readProvider } from "./get-provider";
import type { Provider } from "./provider";
import { ProviderFields } from "./provider-fields";

export const UpdateProvider = ProviderFields.extend({
  slug: z.string().min(1),
  /** When the record was last changed as the editor read it. */
  updatedAt: CalendarMoment,
});
export type UpdateProvider = z.input<typeof UpdateProvider>;

/**
 * Edits how a provider is reached and called. Throws AppError provider_not_found, and conflict stale_revision when somebody
 * edited it since it was read.
 */
export async function updateProvider(ctx: Ctx, input: UpdateProvider): Promise<Provider> {
  requirePermission(ctx.actor, "provider.write");
  const { slug, updatedAt, ...fields } = parseInput(UpdateProvider, input);
  return ctx.db.transaction(async (db) => {
    const before = await readProvider(db, ctx.actor, slug);
    const [changed] = await db
      .update(providers)
      .set({ ...fields, updatedAt: ctx.now })
      // A Date has milliseconds, the column microseconds.
      .where(
        and(
          eq(providers.slug, slug),
          sql`date_trunc('milliseconds', ${providers.updatedAt}) = ${updatedAt.toISOString()}`,
        ),
      )
      .returning({ id: providers.id });
    if (!changed) {
      throw new AppError(
        "conflict",
        "stale_revision",
        "Somebody edited this provider meanwhile: load it again, then edit.",
      );
    }
    const after = await readProvider(db, ctx.actor, slug);
    await recordAudit(
      { ...ctx, db },
      {
        action: "provider.update",
        target: { kind: "provider", id: slug },
        before: audited(before),
        after: audited(after, before),
      },
    );
    return after;
  });
}

/** Of the contact only which parts changed: the audit is read by more people, and for longer, than contacts are. */
function audited(provider: Provider, before?: Provider) {
  const { name, channel, language, timeZone, contact } = provider;
  if (!before) return { name, channel, language, timeZone };
  const parts = ["name", "email", "phone"] as const;
  return {
    name,
    channel,
    language,
    timeZone,
    contactChanged: parts.filter((part) => contact?.[part] !== before.contact?.[part]),
  };
}
