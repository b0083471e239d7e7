import { and, eq, gt, isNull, type SQL } from "drizzle-orm";
import { sessions, users } from "@/db/schema/access";

/** A session ends after `idleMs` without a request, and `absoluteMs` after its sign-in however busy. */
export type SessionLimits = { idleMs: number; absoluteMs: number };

/** NIST SP 800-63B-4, assurance level 2: an hour idle, a day in all. */
export const defaultSessionLimits: SessionLimits = { idleMs: 3_600_000, absoluteMs: 24 * 3_600_000 };

/** More of one person at once end the oldest. */
export const mostSessions = 10;

export const sessionLimits = (env: { SESSION_IDLE_MINUTES: number; SESSION_MAX_MINUTES: number }): SessionLimits => ({
  idleMs: env.SESSION_IDLE_MINUTES * 60_000,
  absoluteMs: env.SESSION_MAX_MINUTES * 60_000,
});

/** Whether a row of sessions, joined with its user, is alive at `now`. Limits that were tightened hold for what began before. */
export function isLiveSession(now: Date, limits: SessionLimits): SQL | undefined {
  return and(
    eq(users.id, sessions.userId),
    isNull(users.disabledAt),
    isNull(sessions.endedAt),
    gt(sessions.expiresAt, now),
    gt(sessions.createdAt, new Date(now.getTime() - limits.absoluteMs)),
    gt(sessions.lastSeenAt, new Date(now.getTime() - limits.idleMs)),
  );
}
