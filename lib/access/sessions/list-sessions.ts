import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { sessions, users } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { defaultSessionLimits, isLiveSession, type SessionLimits } from "./session-limits";

export type SessionRow = { id: string; createdAt: Date; lastSeenAt: Date; expiresAt: Date; userAgent: string | null };

export const ListSessions = z.object({ userId: z.uuid().optional() });

/** The caller's own live sessions, or those of `userId` for those who may end anybody's; the newest first, at most 50. */
export async function listSessions(
  ctx: Ctx,
  input: z.input<typeof ListSessions> = {},
  limits: SessionLimits = defaultSessionLimits,
): Promise<SessionRow[]> {
  requirePermission(ctx.actor, "session.read");
  const { userId = ctx.actor.kind === "user" ? ctx.actor.id : undefined } = parseInput(ListSessions, input);
  if (!userId) return [];
  if (userId !== ctx.actor.id) requirePermission(ctx.actor, "session.end-any");
  return ctx.db
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.userId, userId), isLiveSession(ctx.now, limits)))
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(50);
}
