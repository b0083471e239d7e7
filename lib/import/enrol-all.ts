import { eq } from "drizzle-orm";
import { providers } from "@/db/schema/fleet";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { enrolDevices } from "@/lib/ingest/enrol-devices";
import { Enrolment } from "@/lib/ingest/enrolment";
import { ImportError } from "./import-error";

const batchSize = 1_000;

/**
 * Enrols items under a provider (made when its slug is new), a batch a transaction. Items are parsed as the gateway parses an
 * enrolment; what is wrong goes to `refuse` with its reason. Returns how many devices are new or have changed.
 */
export async function enrolAll(
  ctx: Ctx,
  slug: string,
  items: readonly Record<string, unknown>[],
  refuse: (reason: string, index: number) => void,
): Promise<{ changed: number; taken: number }> {
  const providerId = await ensureProvider(ctx, slug);
  const total = { changed: 0, taken: 0 };
  for (let start = 0; start < items.length; start += batchSize) {
    const orders = new Map<
      string,
      { index: number; enrolment: Enrolment; providerId: number; intervalSeconds: null }
    >();
    items.slice(start, start + batchSize).forEach((item, i) => {
      const index = start + i;
      const parsed = Enrolment.safeParse(item);
      const issue = parsed.error?.issues[0];
      if (!parsed.success) refuse(`invalid ${issue?.path.join(".")}: ${issue?.message}`, index);
      else if (orders.has(parsed.data.device)) refuse(`device twice: ${parsed.data.device}`, index);
      else orders.set(parsed.data.device, { index, enrolment: parsed.data, providerId, intervalSeconds: null });
    });
    if (orders.size === 0) continue;
    const result = await enrolDevices(ctx.db.$client, [...orders.values()]);
    for (const rejected of result.rejected)
      refuse(`${rejected.reason}: ${rejected.device.slice(0, 60)}`, rejected.index);
    total.changed += result.changed.length;
    total.taken += orders.size - result.rejected.length;
  }
  return total;
}

async function ensureProvider(ctx: Ctx, slug: string): Promise<number> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) {
    throw new ImportError(
      `--provider ${slug.slice(0, 60)}: a slug has small letters, digits and hyphens, for example acme-gpu.`,
    );
  }
  return ctx.db.transaction(async (db) => {
    const [made] = await db
      .insert(providers)
      .values({ slug, name: slug })
      .onConflictDoNothing({ target: providers.slug })
      .returning({ id: providers.id });
    if (made) {
      await recordAudit(
        { ...ctx, db },
        { action: "provider.create", target: { kind: "provider", id: slug }, after: { slug } },
      );
      return made.id;
    }
    const [known] = await db.select({ id: providers.id }).from(providers).where(eq(providers.slug, slug));
    if (!known) throw new Error(`provider ${slug} vanished`);
    return known.id;
  });
}
