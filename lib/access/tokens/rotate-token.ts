import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { tokens } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { requireFreshSignIn } from "@/lib/access/sessions/require-fresh-sign-in";
import { hashToken, newTokenText, parseTokenText, type TokenKind } from "@/lib/access/token-format";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { type CreatedToken, opensWrites } from "./create-token";
import { madeBy } from "./made-by";
import { TokenId } from "./revoke-token";

/** How long the old token may go on beside the new one. */
export const overlaps = { "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000, "30d": 2_592_000_000 } as const;
export type Overlap = keyof typeof overlaps;
// The keys of an object literal, which has no others.
export const overlapNames = Object.keys(overlaps) as [Overlap, ...Overlap[]];

export const RotateToken = z.object({
  id: TokenId,
  overlap: z.enum(overlapNames, `must be one of ${overlapNames.join(", ")}`).default("7d"),
});

export type RotatedToken = CreatedToken & { oldExpiresAt: Date };

/**
 * Makes a successor of the same kind and scope, which lives as long as the old one was made for; its text is in the answer and nowhere else. The
 * old one goes on for the overlap and then expires by itself. For an API token that may write it wants a fresh sign-in. Throws AppError "token_not_found", "token_revoked", "token_expired",
 * "token_rotated" while it has a successor that was not revoked, and "predecessor_alive" while its own predecessor still works: never more than two live.
 */
export async function rotateToken(ctx: Ctx, input: z.input<typeof RotateToken>): Promise<RotatedToken> {
  requirePermission(ctx.actor, "token.write");
  const { id, overlap } = parseInput(RotateToken, input);
  return ctx.db.transaction(async (db) => {
    const old = await lockRotatable(db, id, ctx.now);
    if (opensWrites(old)) await requireFreshSignIn({ ...ctx, db });
    const made = await insertSuccessor({ ...ctx, db }, old);
    const overlapEnd = new Date(ctx.now.getTime() + overlaps[overlap]);
    const oldExpiresAt = old.expiresAt && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd;
    const [ending] = await db
      .update(tokens)
      .set({
        expiresAt: oldExpiresAt,
        rotatedAt: ctx.now,
        ...(old.rotatedAt ? {} : { expiresBeforeRotation: old.expiresAt }),
      })
      .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)))
      .returning({ id: tokens.id });
    if (!ending) throw new Error("A locked row vanished.");
    await recordAudit(
      { ...ctx, db },
      {
        action: "token.rotate",
        target: { kind: "token", id },
        before: { prefix: old.prefix, expiresAt: old.expiresAt },
        after: { prefix: old.prefix, expiresAt: oldExpiresAt, successor: { id: made.id, prefix: made.prefix } },
      },
    );
    return { ...made, oldExpiresAt };
  });
}

type Row = typeof tokens.$inferSelect;

/** Locked first and judged afterwards, so that who waited for another sees what that one did. */
async function lockRotatable(db: Transaction, id: string, now: Date): Promise<Row> {
  const [old] = await db.select().from(tokens).where(eq(tokens.id, id)).for("update");
  if (!old) throw new AppError("not_found", "token_not_found", "There is no such token.");
  if (old.revokedAt) throw new AppError("conflict", "token_revoked", "This token was revoked: make a new one.");
  if (old.expiresAt && old.expiresAt <= now) {
    throw new AppError("conflict", "token_expired", "This token has expired: make a new one.");
  }
  const [successor] = await db
    .select({ prefix: tokens.prefix })
    .from(tokens)
    .where(and(eq(tokens.predecessorId, id), isNull(tokens.revokedAt)));
  if (successor) {
    throw new AppError("conflict", "token_rotated", `${successor.prefix}… has taken its place already.`);
  }
  if (old.predecessorId) await refuseThird(db, old.predecessorId, now);
  return old;
}

async function refuseThird(db: Transaction, predecessorId: string, now: Date): Promise<void> {
  const [before] = await db
    .select({ prefix: tokens.prefix, expiresAt: tokens.expiresAt })
    .from(tokens)
    .where(and(eq(tokens.id, predecessorId), isNull(tokens.revokedAt)));
  if (!before || (before.expiresAt && before.expiresAt <= now)) return;
  throw new AppError(
    "conflict",
    "predecessor_alive",
    `${before.prefix}…, whose place it took, still works: revoke that one first, or wait until it has expired.`,
  );
}

async function insertSuccessor(ctx: Omit<Ctx, "db"> & { db: Transaction }, old: Row): Promise<CreatedToken> {
  // Only createToken and this write kinds.
  const text = newTokenText(old.kind as TokenKind);
  const prefix = parseTokenText(text)?.prefix;
  if (!prefix) throw new Error("A new token does not parse.");
  const expiry = old.rotatedAt ? old.expiresBeforeRotation : old.expiresAt;
  const expiresAt = expiry ? new Date(ctx.now.getTime() + expiry.getTime() - old.createdAt.getTime()) : null;
  const { kind, name, providerId, cluster, role, isReadOnly, intervalSeconds } = old;
  const scope = { kind, name, cluster, role, isReadOnly, intervalSeconds, expiresAt };
  const [row] = await ctx.db
    .insert(tokens)
    .values({
      ...{ ...scope, providerId, prefix, hash: hashToken(text), predecessorId: old.id },
      ...{ ...madeBy(ctx.actor), createdAt: ctx.now },
    })
    .returning({ id: tokens.id });
  if (!row) throw new Error("An insert returned no row.");
  await recordAudit(ctx, {
    action: "token.create",
    target: { kind: "token", id: row.id },
    after: { ...scope, providerId, prefix, predecessor: old.id },
  });
  return { id: row.id, token: text, prefix };
}
