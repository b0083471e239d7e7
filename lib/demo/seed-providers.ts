import type { Sql } from "@/db/client";
import { hashToken, parseTokenText, type TokenKind } from "@/lib/access/token-format";
import { chance } from "./chance";
import { type CopyValue, copyRows } from "./copy-rows";
import { demoTokenText } from "./demo-tokens";
import type { FleetPlan } from "./plan-fleet";
import { regions } from "./scenario";

const legacyTokenName = "Universal token, the same on every recognised GPU";
/** In the place of a provider's slug, from which the text of a token is made. */
export const legacyTokenOwner = "*";

/** The provider of index i has the id i + 1: the database was empty. */
export const providerIdOf = (index: number): number => index + 1;

export async function seedProviders(sql: Sql, plan: FleetPlan): Promise<void> {
  await copyRows(
    sql,
    "providers (id, slug, name, contact_name, contact_email, channel, language, time_zone)",
    providerRows(plan),
  );
  await sql`select setval(pg_get_serial_sequence('providers', 'id'), ${plan.providers.length})`;
}

function* providerRows(plan: FleetPlan): Generator<CopyValue[]> {
  for (const [index, provider] of plan.providers.entries()) {
    const region = regions[provider.region];
    const draw = chance(plan.scale.seed, index, 5);
    const channel = draw < 0.86 ? "email" : draw < 0.96 ? "webhook" : "phone";
    // .example is reserved: no mail of the demo can reach anybody.
    const email = `operations@${provider.slug}.example`;
    const { slug, name } = provider;
    yield [
      providerIdOf(index),
      slug,
      name,
      "Operations",
      email,
      channel,
      region?.language ?? "en",
      region?.timeZone ?? "UTC",
    ];
  }
}

/** One token for each provider, as the new authentication wants it, and the universal one of before. */
export async function seedTokens(sql: Sql, plan: FleetPlan, tokenKey: string, createdAt: Date): Promise<void> {
  const row = (kind: TokenKind, owner: string, name: string, providerId: number | null): CopyValue[] => {
    const text = demoTokenText(tokenKey, kind, owner);
    const prefix = parseTokenText(text)?.prefix ?? "";
    return [kind, name, prefix, `\\x${hashToken(text).toString("hex")}`, providerId, "demo", createdAt.toISOString()];
  };
  await copyRows(sql, "tokens (kind, name, prefix, hash, provider_id, created_by, created_at)", [
    row("legacy", legacyTokenOwner, legacyTokenName, null),
    ...plan.providers.map(({ slug, name }, index) => row("provider", slug, name, providerIdOf(index))),
  ]);
}
