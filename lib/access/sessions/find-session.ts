import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions, users } from "@/db/schema/access";
import { type Role, roles } from "@/lib/access/permissions";
import { hashSessionToken } from "./session-cookie";
import { defaultSessionLimits, isLiveSession, type SessionLimits } from "./session-limits";

export type FoundSession = { sessionId: string; expiresAt: Date; user: { id: string; name: string; role: Role } };

const seenAgainMs = 60_000;

/**
 * Whose session `cookieValue` opens at `now`, or null: unknown, ended, idle too long, expired, or its user disabled. `isSeen`: its owner asks,
 * and not an open page by itself.
 */
export async function findSession(
  db: Database,
  cookieValue: string,
  now: Date,
  limits: SessionLimits = defaultSessionLimits,
  isSeen = true,
): Promise<FoundSession | null> {
  const tokenHash = hashSessionToken(cookieValue);
  if (!tokenHash) return null;
  const [row] = await db
    .select({
      id: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      userId: users.id,
      name: users.name,
      role: users.role,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.tokenHash, tokenHash), isLiveSession(now, limits)));
  const role = roles.find((known) => known === row?.role);
  if (!row || !role) return null;
  if (isSeen && now.getTime() - row.lastSeenAt.getTime() >= seenAgainMs) await markSeen(db, row.id, now);
  return { sessionId: row.id, expiresAt: row.expiresAt, user: { id: row.userId, name: row.name ?? "Unnamed", role } };
}

/** At most once a minute: a page is many requests, and each would rewrite the row. */
async function markSeen(db: Database, id: string, now: Date): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt)));
}
