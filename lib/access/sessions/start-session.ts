import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions } from "@/db/schema/access";
import type { Role } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { hashSessionToken, newSessionToken, sessionAbsoluteMs } from "./session-cookie";

export type StartedSession = { token: string; expiresAt: Date };

/**
 * A new session of `user`, who has just signed in: the only place where one begins. `token` is the cookie's value and stands nowhere else.
 * The session that this browser had before, `replaces`, ends with it: a value known from before the sign-in opens nothing.
 */
export async function startSession(
  { db, now, address }: { db: Database; now: Date; address?: string },
  start: { user: { id: string; name: string; role: Role }; userAgent?: string; replaces?: string },
): Promise<StartedSession> {
  const token = newSessionToken();
  const expiresAt = new Date(now.getTime() + sessionAbsoluteMs);
  const tokenHash = hashSessionToken(token);
  if (!tokenHash) throw new Error("A new session token has the wrong shape.");
  const replacedHash = start.replaces ? hashSessionToken(start.replaces) : null;
  await db.transaction(async (tx) => {
    if (replacedHash) {
      await tx
        .update(sessions)
        .set({ endedAt: now })
        .where(and(eq(sessions.tokenHash, replacedHash), isNull(sessions.endedAt)));
    }
    const [row] = await tx
      .insert(sessions)
      .values({
        tokenHash,
        userId: start.user.id,
        createdAt: now,
        lastSeenAt: now,
        expiresAt,
        userAgent: start.userAgent?.slice(0, 300) ?? null,
      })
      .returning({ id: sessions.id });
    if (!row) throw new Error("An insert returned no row.");
    await recordAudit(
      { db: tx, actor: { kind: "user", ...start.user, address }, now },
      { action: "session.start", target: { kind: "session", id: row.id }, after: { role: start.user.role } },
    );
  });
  return { token, expiresAt };
}
