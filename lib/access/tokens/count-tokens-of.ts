import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { tokens } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { isLive } from "./revoke-token";

/** API tokens, which are refused while their maker is out, and those of machines, which go on. */
export type TokensOf = { api: number; machines: number };

/** How many live tokens somebody has made, whose text they may have kept. */
export async function countTokensOf(ctx: Ctx, userId: string): Promise<TokensOf> {
  requirePermission(ctx.actor, "token.read");
  return readTokensOf(ctx.db, userId, ctx.now);
}

/** The same for an act that has checked its own permission. */
export async function readTokensOf(db: Database | Transaction, userId: string, now: Date): Promise<TokensOf> {
  const [row] = await db
    .select({
      api: sql<number>`count(*) filter (where ${tokens.kind} = 'api')`.mapWith(Number),
      machines: sql<number>`count(*) filter (where ${tokens.kind} <> 'api')`.mapWith(Number),
    })
    .from(tokens)
    .where(and(eq(tokens.createdById, userId), isLive(now)));
  return row ?? { api: 0, machines: 0 };
}
