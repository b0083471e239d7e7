import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { sessions } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { sessionIdleMs } from "./session-cookie";

export type SessionRow = { id: string; createdAt: Date; lastSeenAt: Date; expiresAt: Date; userAgent: string | null };

/** The caller's own live sessions, the newest first, at most 50. */
export async function listSessions(ctx: Ctx): Promise<SessionRow[]> {
  requirePermission(ctx.actor, "session.read");
  if (ctx.actor.kind !== "user") return [];
  return ctx.db
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, ctx.actor.id),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, ctx.now),
        gt(sessions.lastSeenAt, new Date(ctx.now.getTime() - sessionIdleMs)),
      ),
    )
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(50);
}
