import { and, eq, gt, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { tokens, users } from "@/db/schema/access";
import { consumeApproval } from "@/lib/access/approvals/consume-approval";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Actor, Ctx, TransactionCtx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { parseInput } from "@/lib/parse-input";

export const TokenId = z.uuid("not the id of a token");

/** How many tokens one person may revoke within an hour; more need a second person. */
export const mostRevokedAlone = 5;
const aloneWithinMs = 3_600_000;
/** So that an approver can read what is to be revoked. */
export const mostRevokedAtOnce = 1_000;

export const RevokeTokens = z.object({
  ids: z
    .array(TokenId)
    .min(1, "choose at least one token")
    .max(mostRevokedAtOnce, `at most ${mostRevokedAtOnce} tokens at once`)
    .transform((ids) => [...new Set(ids)].sort()),
  /** A second person's approval, where more than a few are revoked. */
  approvalId: z.uuid().optional(),
});

/** Ends one token for good. Throws what revokeTokens throws. */
export const revokeToken = (ctx: Ctx, id: string): Promise<void> => revokeTokens(ctx, { ids: [id] });

/**
 * Ends tokens for good, all or none; servers notice within a second. More than five at once, or within an hour by the same person, need an
 * approval of kind token.revoke-many. Throws AppError "token_not_found" and "token_revoked" for any of them, and what consumeApproval throws.
 */
export async function revokeTokens(ctx: Ctx, input: z.input<typeof RevokeTokens>): Promise<void> {
  requirePermission(ctx.actor, "token.write");
  const { ids, approvalId } = parseInput(RevokeTokens, input);
  await ctx.db.transaction(async (tx) => {
    const inTransaction = { ...ctx, db: tx };
    // One act of a person after the other: otherwise two at once would each be the fifth.
    await lockActor(tx, ctx.actor);
    const live = await lockLive(inTransaction, ids);
    const isApproved = approvalId !== undefined || (await needsApproval(inTransaction, ids.length));
    if (isApproved) {
      const act = { kind: "token.revoke-many", approvalId, input: { ids }, basis: { live } } as const;
      await consumeApproval(inTransaction, act);
    }
    const revoked = await tx
      .update(tokens)
      .set({
        ...{ revokedAt: ctx.now, revokedBy: ctx.actor.id },
        revocationApprovalId: isApproved ? (approvalId ?? null) : null,
      })
      .where(and(inArray(tokens.id, ids), isNull(tokens.revokedAt)))
      .returning({ id: tokens.id, kind: tokens.kind, name: tokens.name, prefix: tokens.prefix });
    if (revoked.length < ids.length) await refuse(tx, ids);
    for (const { id, ...before } of revoked.sort((a, b) => (a.id < b.id ? -1 : 1))) {
      await recordAudit(inTransaction, {
        ...{ action: "token.revoke", target: { kind: "token", id }, before },
        ...(approvalId ? { after: { approvalId } } : {}),
      });
    }
    await recordDomainEvent(inTransaction, {
      kind: "token.revoked",
      title: revoked.length === 1 ? "Revoked a token" : `Revoked ${revoked.length} tokens`,
      happenedAt: ctx.now,
      subjects: revoked.length === 1 ? { token: ids[0] ?? "" } : {},
      figures: { tokens: revoked.length, by: ctx.actor.name },
    });
  });
}

async function lockActor(tx: Transaction, actor: Actor): Promise<void> {
  if (actor.kind === "user") await tx.select({ id: users.id }).from(users).where(eq(users.id, actor.id)).for("update");
  if (actor.kind === "token") {
    await tx.select({ id: tokens.id }).from(tokens).where(eq(tokens.id, actor.id)).for("update");
  }
}

/** Those of `ids` that still open something, in order: what an approval of their revocation rests on. */
export async function liveTokenIds({ db, now }: Pick<TransactionCtx, "db" | "now">, ids: string[]): Promise<string[]> {
  const rows = await db
    .select({ id: tokens.id })
    .from(tokens)
    .where(and(inArray(tokens.id, ids), isLive(now)))
    .orderBy(tokens.id);
  return rows.map(({ id }) => id);
}

async function lockLive(ctx: TransactionCtx, ids: string[]): Promise<string[]> {
  // In order, so that two who revoke the same tokens do not wait for each other.
  await ctx.db.select({ id: tokens.id }).from(tokens).where(inArray(tokens.id, ids)).orderBy(tokens.id).for("update");
  return liveTokenIds(ctx, ids);
}

export const isLive = (now: Date): SQL | undefined =>
  and(isNull(tokens.revokedAt), or(isNull(tokens.expiresAt), gt(tokens.expiresAt, now)));

/** Whether `count` more revocations are too many for one person. */
async function needsApproval(ctx: TransactionCtx, count: number): Promise<boolean> {
  if (ctx.actor.kind === "system") return false;
  return count + (await countRevokedAlone(ctx)) > mostRevokedAlone;
}

/** How many tokens this person has revoked within the last hour without anybody's approval. */
export async function countRevokedAlone({
  db,
  actor,
  now,
}: Pick<TransactionCtx, "actor" | "now"> & { db: Ctx["db"] | Transaction }): Promise<number> {
  const since = new Date(now.getTime() - aloneWithinMs);
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(tokens)
    .where(and(eq(tokens.revokedBy, actor.id), gt(tokens.revokedAt, since), isNull(tokens.revocationApprovalId)));
  return row?.count ?? 0;
}

async function refuse(tx: Transaction, ids: string[]): Promise<never> {
  const found = await tx.select({ id: tokens.id }).from(tokens).where(inArray(tokens.id, ids));
  if (found.length < ids.length) throw new AppError("not_found", "token_not_found", "There is no such token.");
  const one = ids.length === 1 ? "This token" : "One of these tokens";
  throw new AppError("conflict", "token_revoked", `${one} was revoked already.`);
}
