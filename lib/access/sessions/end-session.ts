import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { sessions } from "@/db/schema/access";
import { may, requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx, TransactionCtx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { freshForOwnSessions } from "./fresh-for-own-sessions";

export const EndSession = z.object({ id: z.uuid() });

/**
 * Ends a session at once: one's own, or anybody's for those who may. Another one of one's own wants a fresh sign-in
 * (freshForOwnSessions). Throws AppError "session_not_found" for another's (as for one that never was) and "session_ended" for one that is over.
 */
export async function endSession(ctx: Ctx, input: z.input<typeof EndSession>): Promise<void> {
  requirePermission(ctx.actor, "session.end");
  const { id } = parseInput(EndSession, input);
  const isMine = may(ctx.actor, "session.end-any") ? undefined : eq(sessions.userId, ctx.actor.id);
  await ctx.db.transaction(async (tx) => {
    if (await isOtherOfMine({ ...ctx, db: tx }, id)) await freshForOwnSessions({ ...ctx, db: tx });
    const [ended] = await tx
      .update(sessions)
      .set({ endedAt: ctx.now, sealedIdToken: null })
      .where(and(eq(sessions.id, id), isNull(sessions.endedAt), isMine))
      .returning({ userId: sessions.userId });
    if (!ended) {
      const [found] = await tx
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(eq(sessions.id, id), isMine));
      if (!found) throw new AppError("not_found", "session_not_found", "There is no such session.");
      throw new AppError("conflict", "session_ended", "This session is over already.");
    }
    await recordAudit(
      { db: tx, actor: ctx.actor, now: ctx.now },
      { action: "session.end", target: { kind: "session", id }, before: { user: ended.userId } },
    );
  });
}

async function isOtherOfMine({ db, actor }: TransactionCtx, id: string): Promise<boolean> {
  if (actor.kind !== "user" || actor.sessionId === id) return false;
  const [row] = await db.select({ userId: sessions.userId }).from(sessions).where(eq(sessions.id, id));
  return row?.userId === actor.id;
}
