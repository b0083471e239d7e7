import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { sessions, users } from "@/db/schema/access";
import type { Role } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import { sealIdToken } from "./seal-id-token";
import { hashSessionToken, newSessionToken } from "./session-cookie";
import { defaultSessionLimits, mostSessions, type SessionLimits } from "./session-limits";

export type StartedSession = { token: string; expiresAt: Date };

/** What the provider said of the sign-in itself. */
export type SignInProof = { authTime: Date | null; providerSid: string | null; idToken: string | null };

export type SessionStart = {
  user: { id: string; name: string; role: Role };
  userAgent?: string;
  /** The cookie that this browser had before. */
  replaces?: string;
  proof?: SignInProof;
  limits?: SessionLimits;
};

/**
 * A new session of `user`, who has just signed in: the only place where one begins. `token` is the cookie's value and stands nowhere else.
 * The session that this browser had before, `replaces`, ends with it: a value known from before the sign-in opens nothing. So do the
 * oldest of a person who has more than `mostSessions`. Throws AppError "user_disabled".
 */
export async function startSession(
  { db, now, address }: { db: Database; now: Date; address?: string },
  start: SessionStart,
): Promise<StartedSession> {
  const token = newSessionToken();
  const expiresAt = new Date(now.getTime() + (start.limits ?? defaultSessionLimits).absoluteMs);
  const tokenHash = hashSessionToken(token);
  if (!tokenHash) throw new Error("A new session token has the wrong shape.");
  const { authTime = null, providerSid = null, idToken = null } = start.proof ?? {};
  await db.transaction(async (tx) => {
    await refuseDisabled(tx, start.user.id);
    if (start.replaces) await endReplaced(tx, start.replaces, now);
    const [row] = await tx
      .insert(sessions)
      .values({
        tokenHash,
        userId: start.user.id,
        createdAt: now,
        lastSeenAt: now,
        expiresAt,
        userAgent: start.userAgent?.slice(0, 300) ?? null,
        authTime,
        providerSid,
        sealedIdToken: idToken ? sealIdToken(token, idToken) : null,
      })
      .returning({ id: sessions.id });
    if (!row) throw new Error("An insert returned no row.");
    await endOldest(tx, start.user.id, now);
    await recordAudit(
      { db: tx, actor: { kind: "user", ...start.user, address }, now },
      { action: "session.start", target: { kind: "session", id: row.id }, after: { role: start.user.role } },
    );
  });
  return { token, expiresAt };
}

/** Whoever was disabled after the provider's word was accepted: the session would open as soon as they are enabled again. */
async function refuseDisabled(tx: Transaction, userId: string): Promise<void> {
  const [user] = await tx.select({ disabledAt: users.disabledAt }).from(users).where(eq(users.id, userId)).for("share");
  if (user?.disabledAt) throw new AppError("forbidden", "user_disabled", "This account was disabled in Muster.");
}

async function endReplaced(tx: Transaction, cookieValue: string, now: Date): Promise<void> {
  const tokenHash = hashSessionToken(cookieValue);
  if (!tokenHash) return;
  await tx
    .update(sessions)
    .set({ endedAt: now, sealedIdToken: null })
    .where(and(eq(sessions.tokenHash, tokenHash), isNull(sessions.endedAt)));
}

async function endOldest(tx: Transaction, userId: string, now: Date): Promise<void> {
  const beyond = tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)))
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .offset(mostSessions);
  await tx.update(sessions).set({ endedAt: now, sealedIdToken: null }).where(inArray(sessions.id, beyond));
}
