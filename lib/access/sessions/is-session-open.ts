import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions, users } from "@/db/schema/access";
import { sessionIdleMs } from "./session-cookie";

/** Whether a session still stands. Asking does not count as its owner doing something. */
export async function isSessionOpen(db: Database, sessionId: string, now: Date): Promise<boolean> {
  const [row] = await db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, new Date(now.getTime() - sessionIdleMs)),
        isNull(users.disabledAt),
      ),
    );
  return row !== undefined;
}
