import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions, users } from "@/db/schema/access";
import { defaultSessionLimits, isLiveSession, type SessionLimits } from "./session-limits";

/** Whether a session still stands. Asking does not count as its owner doing something. */
export async function isSessionOpen(
  db: Database,
  sessionId: string,
  now: Date,
  limits: SessionLimits = defaultSessionLimits,
): Promise<boolean> {
  const [row] = await db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sessionId), isLiveSession(now, limits)));
  return row !== undefined;
}
