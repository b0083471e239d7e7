import { and, eq, inArray, isNull, lt, or } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { logoutTokens, sessions, users } from "@/db/schema/access";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { LogoutOrder } from "./verify-logout-token";

/**
 * Ends what `order` names, at once, and remembers the token. Returns how many sessions. Throws AppError "logout_token_replayed" for a
 * token that was heeded already. No caller's permission: the token's signature is the right to it.
 */
export async function endSessionsOfProvider(
  { db, now }: { db: Database; now: Date },
  order: LogoutOrder,
): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.delete(logoutTokens).where(lt(logoutTokens.expiresAt, now));
    const [isNew] = await tx
      .insert(logoutTokens)
      .values({ hash: order.hash, expiresAt: order.expiresAt })
      .onConflictDoNothing()
      .returning({ hash: logoutTokens.hash });
    if (!isNew) throw new AppError("bad_request", "logout_token_replayed", "This logout token was used already.");
    const ended = await endOrdered(tx, order, now);
    for (const { id } of ended) {
      const actor = { kind: "system", id: "identity-provider", name: "Identity provider" } as const;
      await recordAudit(
        { db: tx, actor, now },
        { action: "session.end-by-provider", target: { kind: "session", id }, after: { issuer: order.issuer } },
      );
    }
    return ended.length;
  });
}

function endOrdered(tx: Transaction, { issuer, sid, subject }: LogoutOrder, now: Date) {
  const people = tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.issuer, issuer), subject === null ? undefined : eq(users.subject, subject)));
  // A session whose sign-in named no sid may be the one that is meant: with a subject it ends too.
  const named = sid === null ? undefined : eq(sessions.providerSid, sid);
  const meant = named && subject !== null ? or(named, isNull(sessions.providerSid)) : named;
  return tx
    .update(sessions)
    .set({ endedAt: now, sealedIdToken: null })
    .where(and(inArray(sessions.userId, people), isNull(sessions.endedAt), meant))
    .returning({ id: sessions.id });
}
