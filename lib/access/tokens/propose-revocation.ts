import { createHash } from "node:crypto";
import { and, asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { tokens } from "@/db/schema/access";
import { providers } from "@/db/schema/fleet";
import { proposeApproval } from "@/lib/access/approvals/propose-approval";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { isLive, RevokeTokens } from "./revoke-token";

export const ProposeRevocation = RevokeTokens.omit({ approvalId: true }).extend({
  reason: z.string().trim().max(500, "at most 500 characters").optional(),
});

/** A token as the approver sees it, frozen when the revocation was proposed. Times are ISO 8601. */
export const RevocationFigures = z.object({
  tokens: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      prefix: z.string(),
      kind: z.string(),
      provider: z.string().nullable(),
      lastUsedAt: z.string().nullable(),
    }),
  ),
});
export type RevocationFigures = z.infer<typeof RevocationFigures>;

/**
 * Lays the revocation of many tokens before a second admin; revokeTokens carries it out, as long as the same ones are live. Returns the proposal's
 * id. Throws AppError "token_not_live" when one of them is not any more or never was.
 */
export async function proposeRevocation(ctx: Ctx, input: z.input<typeof ProposeRevocation>): Promise<string> {
  requirePermission(ctx.actor, "token.write");
  const { ids, reason } = parseInput(ProposeRevocation, input);
  const rows = await ctx.db
    .select({
      ...{ id: tokens.id, name: tokens.name, prefix: tokens.prefix, kind: tokens.kind },
      ...{ provider: providers.slug, lastUsedAt: tokens.lastUsedAt },
    })
    .from(tokens)
    .leftJoin(providers, eq(providers.id, tokens.providerId))
    .where(and(inArray(tokens.id, ids), isLive(ctx.now)))
    .orderBy(asc(tokens.id));
  if (rows.length < ids.length) {
    throw new AppError(
      "conflict",
      "token_not_live",
      "One of these tokens is revoked, expired or not there: choose again.",
    );
  }
  const shown = rows.map(({ lastUsedAt, ...row }) => ({
    ...row,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
  return proposeApproval(ctx, {
    kind: "token.revoke-many",
    targetId: createHash("sha256").update(ids.join()).digest("hex"),
    title: ids.length === 1 ? `Revoke the token ${rows[0]?.name}` : `Revoke ${ids.length} tokens`,
    input: { ids },
    basis: { live: ids },
    figures: { tokens: shown } satisfies RevocationFigures,
    reason: reason || null,
  });
}
