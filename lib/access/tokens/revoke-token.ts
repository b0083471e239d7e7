import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { tokens } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";

export const TokenId = z.uuid("not the id of a token");

/** Ends a token for good; servers notice within a second. Throws AppError "token_not_found" or "token_revoked". */
export async function revokeToken(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx.actor, "token.write");
  const tokenId = parseInput(TokenId, id);
  await ctx.db.transaction(async (db) => {
    const [revoked] = await db
      .update(tokens)
      .set({ revokedAt: ctx.now })
      .where(and(eq(tokens.id, tokenId), isNull(tokens.revokedAt)))
      .returning({ kind: tokens.kind, name: tokens.name, prefix: tokens.prefix });
    if (!revoked) {
      const [found] = await db.select({ id: tokens.id }).from(tokens).where(eq(tokens.id, tokenId));
      if (!found) throw new AppError("not_found", "token_not_found", "There is no such token.");
      throw new AppError("conflict", "token_revoked", "This token was revoked already.");
    }
    await recordAudit(
      { ...ctx, db },
      { action: "token.revoke", target: { kind: "token", id: tokenId }, before: revoked },
    );
  });
}
