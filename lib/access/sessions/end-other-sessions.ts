import { and, eq, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "@/db/schema/access";
import { requirePermission } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { freshForOwnSessions } from "./fresh-for-own-sessions";

export const EndOtherSessions = z.object({ userId: z.uuid().optional() });

/**
 * Ends all sessions of the caller but the one that asks, or all of `userId` for those who may end anybody's. Returns how many.
 * One's own want a fresh sign-in (freshForOwnSessions). Throws AppError "forbidden" for another's without that right.
 */
export async function endOtherSessions(ctx: Ctx, input: z.input<typeof EndOtherSessions> = {}): Promise<number> {
  requirePermission(ctx.actor, "session.end");
  const { userId = ctx.actor.id } = parseInput(EndOtherSessions, input);
  if (userId !== ctx.actor.id) requirePermission(ctx.actor, "session.end-any");
  if (userId === ctx.actor.id) await freshForOwnSessions(ctx);
  const own = ctx.actor.kind === "user" ? ctx.actor.sessionId : undefined;
  return ctx.db.transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ endedAt: ctx.now, sealedIdToken: null })
      .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), own ? ne(sessions.id, own) : undefined))
      .returning({ id: sessions.id });
    if (ended.length > 0) {
      await recordAudit(
        { ...ctx, db: tx },
        { action: "session.end-all", target: { kind: "user", id: userId }, after: { ended: ended.length } },
      );
    }
    return ended.length;
  });
}
