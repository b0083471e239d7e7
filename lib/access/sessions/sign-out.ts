import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions, users } from "@/db/schema/access";
import { type Role, roles } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { hashSessionToken } from "./session-cookie";

/** Ends the session that `cookieValue` opens; whoever holds it may. Returns whether there was a live one. */
export async function signOut(
  { db, now, address }: { db: Database; now: Date; address?: string },
  cookieValue: string,
): Promise<boolean> {
  const tokenHash = hashSessionToken(cookieValue);
  if (!tokenHash) return false;
  return db.transaction(async (tx) => {
    const [ended] = await tx
      .update(sessions)
      .set({ endedAt: now })
      .where(and(eq(sessions.tokenHash, tokenHash), isNull(sessions.endedAt)))
      .returning({ id: sessions.id, userId: sessions.userId });
    if (!ended) return false;
    const [user] = await tx
      .select({ name: users.name, role: users.role })
      .from(users)
      .where(eq(users.id, ended.userId));
    const role: Role = roles.find((known) => known === user?.role) ?? "viewer";
    await recordAudit(
      { db: tx, actor: { kind: "user", id: ended.userId, name: user?.name ?? "Unnamed", role, address }, now },
      { action: "session.sign-out", target: { kind: "session", id: ended.id } },
    );
    return true;
  });
}
