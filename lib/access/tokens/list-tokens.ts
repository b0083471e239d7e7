import { and, desc, eq, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { tokens, users } from "@/db/schema/access";
import { providers } from "@/db/schema/fleet";
import { isLimitedBy, type Role, requirePermission, roles } from "@/lib/access/permissions";
import { tokenKinds } from "@/lib/access/token-format";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";
import { isMakerOut } from "./made-by";
import { isLive, mostRevokedAtOnce } from "./revoke-token";

export const tokenStatuses = ["live", "expired", "revoked"] as const;
export type TokenStatus = (typeof tokenStatuses)[number];

export const ListTokens = z.object({
  kind: z.enum(tokenKinds).optional(),
  status: z.enum(tokenStatuses).optional(),
  /** The start of a prefix, or a whole token, of which only the prefix is used. */
  prefix: z.string().trim().max(100).optional(),
  /** Slug. */
  provider: z.string().trim().max(100).optional(),
  /** Made at least that long ago. */
  olderThanDays: z.number().int().min(1).max(36_500).optional(),
  /** Neither used nor made within that time. */
  unusedForDays: z.number().int().min(1).max(36_500).optional(),
  /** Found in any leaked list, or in this one. */
  exposed: z.union([z.literal("yes"), z.uuid()]).optional(),
  /** Id of the user who made it. */
  madeBy: z.uuid().optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

const predecessors = alias(tokens, "predecessors");
const successors = alias(tokens, "successors");
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
  exposedAt: Date | null;
  /** Prefixes of the token that it took the place of, and of the one that took its own. */
  predecessor: string | null;
  successor: string | null;
  createdBy: string;
  /** Whoever made it is disabled or has no role: an API token is refused, any other goes on. */
  isMakerOut: boolean;
  /** Of an API token: what its maker is now, where that lets it do less than its own role. */
  limitedTo: Role | null;
  createdAt: Date;
};

/** Tokens without their text, the newest first, paged. */
export async function listTokens(
  ctx: Ctx,
  input: z.input<typeof ListTokens> = {},
): Promise<{ items: TokenRow[]; next: string | null }> {
  requirePermission(ctx.actor, "token.read");
  const filter = parseInput(ListTokens, input);
  const { cursor, limit } = filter;
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
      exposedAt: tokens.exposedAt,
      predecessor: predecessors.prefix,
      successor: successors.prefix,
      createdBy: tokens.createdBy,
      isMakerOut,
      makerRole: users.role,
      createdAt: tokens.createdAt,
    })
    .from(tokens)
    .leftJoin(providers, eq(providers.id, tokens.providerId))
    .leftJoin(users, eq(users.id, tokens.createdById))
    .leftJoin(predecessors, eq(predecessors.id, tokens.predecessorId))
    // At most one by the unique index.
    .leftJoin(successors, and(eq(successors.predecessorId, tokens.id), isNull(successors.revokedAt)))
    .where(and(fitsFilter(filter, ctx.now), cursor ? after(decodeCursor(Place, cursor)) : undefined))
    // A Date has milliseconds, the column microseconds: the cursor must not skip rows within one.
    .orderBy(desc(sql`date_trunc('milliseconds', ${tokens.createdAt})`), desc(tokens.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(({ makerRole, ...row }) => ({
    ...{ ...row, status: statusOf(row, ctx.now) },
    limitedTo: limitOf(row.role, makerRole),
  }));
  const last = items.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null;
  return { items, next };
}

/** Those of the filter that still open something, the oldest first; `hasMore` beyond what may be revoked at once. */
export async function selectLiveTokens(
  ctx: Ctx,
  input: z.input<typeof ListTokens>,
): Promise<{ ids: string[]; hasMore: boolean }> {
  requirePermission(ctx.actor, "token.read");
  const filter = parseInput(ListTokens, input);
  const rows = await ctx.db
    .select({ id: tokens.id })
    .from(tokens)
    .leftJoin(providers, eq(providers.id, tokens.providerId))
    .where(and(fitsFilter({ ...filter, status: "live" }, ctx.now)))
    .orderBy(tokens.createdAt, tokens.id)
    .limit(mostRevokedAtOnce + 1);
  return { ids: rows.slice(0, mostRevokedAtOnce).map(({ id }) => id), hasMore: rows.length > mostRevokedAtOnce };
}

const dayMs = 86_400_000;

function fitsFilter(filter: z.output<typeof ListTokens>, now: Date): SQL | undefined {
  const { kind, status, prefix, provider, madeBy, olderThanDays, unusedForDays, exposed } = filter;
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  return and(
    kind ? eq(tokens.kind, kind) : undefined,
    status ? hasStatus(status, now) : undefined,
    prefix ? sql`starts_with(${tokens.prefix}, ${prefixLength.exec(prefix)?.[0] ?? prefix})` : undefined,
    provider ? eq(providers.slug, provider) : undefined,
    madeBy ? eq(tokens.createdById, madeBy) : undefined,
    olderThanDays ? lte(tokens.createdAt, before(olderThanDays)) : undefined,
    unusedForDays
      ? sql`coalesce(${tokens.lastUsedAt}, ${tokens.createdAt}) <= ${before(unusedForDays).toISOString()}::timestamptz`
      : undefined,
    exposed === "yes" ? isNotNull(tokens.exposedAt) : exposed ? eq(tokens.exposureListId, exposed) : undefined,
  );
}

function after([at, id]: z.output<typeof Place>): SQL {
  return sql`(date_trunc('milliseconds', ${tokens.createdAt}), ${tokens.id}) < (${at}::timestamptz, ${id}::uuid)`;
}

function hasStatus(status: TokenStatus, now: Date): SQL | undefined {
  if (status === "revoked") return isNotNull(tokens.revokedAt);
  if (status === "expired") return and(isNull(tokens.revokedAt), lte(tokens.expiresAt, now));
  return isLive(now);
}

function limitOf(role: string | null, makerRole: string | null): Role | null {
  const [own, maker] = [role, makerRole].map((name) => roles.find((known) => known === name));
  return own && maker && isLimitedBy(own, maker) ? maker : null;
}

function statusOf(token: { revokedAt: Date | null; expiresAt: Date | null }, now: Date): TokenStatus {
  if (token.revokedAt) return "revoked";
  return token.expiresAt && token.expiresAt <= now ? "expired" : "live";
}
