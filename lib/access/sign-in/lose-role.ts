import { and, eq, isNull, ne } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions, users } from "@/db/schema/access";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Identity } from "./admit-user";

/** What stands in place of a role: nothing is permitted to it. */
export const noRole = "none";

/**
 * Takes the role of somebody whom the provider has just vouched for without one, and ends their sessions: groups are re-read at each sign-in,
 * and one browser that is turned away must not leave another in. So does their right to have proposed or approved. A role that an admin
 * has set is kept for the day on which the groups open the door again. Whoever never had a role is not noted. Returns how many sessions ended.
 */
export async function loseRole(
  { db, now, address }: { db: Database; now: Date; address?: string },
  { issuer, subject }: Pick<Identity, "issuer" | "subject">,
): Promise<number> {
  return db.transaction(async (tx) => {
    const isThem = and(eq(users.issuer, issuer), eq(users.subject, subject), ne(users.role, noRole));
    const [before] = await tx.select({ role: users.role }).from(users).where(isThem).for("update");
    if (!before) return 0;
    const [lost] = await tx
      .update(users)
      .set({ role: noRole, groupRole: null })
      .where(isThem)
      .returning({ id: users.id, name: users.name });
    if (!lost) return 0;
    const ended = await tx
      .update(sessions)
      .set({ endedAt: now, sealedIdToken: null })
      .where(and(eq(sessions.userId, lost.id), isNull(sessions.endedAt)))
      .returning({ id: sessions.id });
    const actor = { kind: "user", id: lost.id, name: lost.name ?? "Unnamed", role: "viewer", address } as const;
    await recordAudit(
      { db: tx, actor, now },
      {
        action: "user.lose-role",
        target: { kind: "user", id: lost.id },
        before,
        after: { role: noRole, endedSessions: ended.length },
      },
    );
    return ended.length;
  });
}
