import { asc, ilike, or } from "drizzle-orm";
import { z } from "zod";
import { providers } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";

export const SuggestProviders = z.object({ text: z.string().trim().min(1).max(100) });
export type SuggestProviders = z.input<typeof SuggestProviders>;
export type ProviderSuggestion = { slug: string; name: string };

const mostSuggestions = 12;

/** Providers whose name or slug holds the text, by name, at most 12. */
export async function suggestProviders(ctx: Ctx, input: SuggestProviders): Promise<ProviderSuggestion[]> {
  requirePermission(ctx.actor, "provider.read");
  const { text } = parseInput(SuggestProviders, input);
  const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return ctx.db
    .select({ slug: providers.slug, name: providers.name })
    .from(providers)
    .where(or(ilike(providers.name, pattern), ilike(providers.slug, pattern)))
    .orderBy(asc(providers.name), asc(providers.id))
    .limit(mostSuggestions);
}
