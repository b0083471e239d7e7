import { and, desc, eq, gt, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { tokens } from "@/db/schema/access";
import { providers } from "@/db/schema/fleet";
import { requirePermission } from "@/lib/access/permissions";
import { tokenKinds } from "@/lib/access/token-format";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";

export const tokenStatuses = ["live", "expired", "revoked"] as const;
export type TokenStatus = (typeof tokenStatuses)[number];

export const ListTokens = z.object({
  kind: z.enum(tokenKinds).optional(),
  status: z.enum(tokenStatuses).optional(),
  /** The start of a prefix, or a whole token, of which only the prefix is used. */
  prefix: z.string().trim().max(100).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

const Place = z.tuple([z.iso.datetime(), z.uuid()]);
const prefixLength = /^muster_[a-z]+_[0-9A-Za-z]{0,6}/;

export type TokenRow = {
  id: string;
  kind: string;
  name: string;
  prefix: string;
  status: TokenStatus;
  provider: string | null;
  cluster: string | null;
  role: string | null;
  isReadOnly: boolean;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  createdBy: string;
  createdAt: Date;
};

/** Tokens without their text, the newest first, paged. */
export async function listTokens(
  ctx: Ctx,
  input: z.input<typeof ListTokens> = {},
): Promise<{ items: TokenRow[]; next: string | null }> {
  requirePermission(ctx.actor, "token.read");
  const { kind, status, prefix, cursor, limit } = parseInput(ListTokens, input);
  const rows = await ctx.db
    .select({
      id: tokens.id,
      kind: tokens.kind,
      name: tokens.name,
      prefix: tokens.prefix,
      provider: providers.slug,
      cluster: tokens.cluster,
      role: tokens.role,
      isReadOnly: tokens.isReadOnly,
      expiresAt: tokens.expiresAt,
      revokedAt: tokens.revokedAt,
      lastUsedAt: tokens.lastUsedAt,
      createdBy: tokens.createdBy,
      createdAt: tokens.createdAt,
    })
    .from(tokens)
    .leftJoin(providers, eq(providers.id, tokens.providerId))
    .where(
      and(
        kind ? eq(tokens.kind, kind) : undefined,
        status ? hasStatus(status, ctx.now) : undefined,
        prefix ? sql`starts_with(${tokens.prefix}, ${prefixLength.exec(prefix)?.[0] ?? prefix})` : undefined,
        cursor ? after(decodeCursor(Place, cursor)) : undefined,
      ),
    )
    // A Date has milliseconds, the column microseconds: the cursor must not skip rows within one.
    .orderBy(desc(sql`date_trunc('milliseconds', ${tokens.createdAt})`), desc(tokens.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map((row) => ({ ...row, status: statusOf(row, ctx.now) }));
  const last = items.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null;
  return { items, next };
}

function after([at, id]: z.output<typeof Place>): SQL {
  return sql`(date_trunc('milliseconds', ${tokens.createdAt}), ${tokens.id}) < (${at}::timestamptz, ${id}::uuid)`;
}

function hasStatus(status: TokenStatus, now: Date): SQL | undefined {
  if (status === "revoked") return isNotNull(tokens.revokedAt);
  if (status === "expired") return and(isNull(tokens.revokedAt), lte(tokens.expiresAt, now));
  return and(isNull(tokens.revokedAt), or(isNull(tokens.expiresAt), gt(tokens.expiresAt, now)));
}

function statusOf(token: { revokedAt: Date | null; expiresAt: Date | null }, now: Date): TokenStatus {
  if (token.revokedAt) return "revoked";
  return token.expiresAt && token.expiresAt <= now ? "expired" : "live";
}
