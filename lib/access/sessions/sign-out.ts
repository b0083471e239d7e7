import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions, users } from "@/db/schema/access";
import { type Role, roles } from "@/lib/access/permissions";
import { recordAudit } from "@/lib/audit/record-audit";
import { unsealIdToken } from "./seal-id-token";
import { hashSessionToken } from "./session-cookie";

/** Ends the session that `cookieValue` opens; whoever holds it may. Null when there was no live one; the id token if it was kept. */
export async function signOut(
  { db, now, address }: { db: Database; now: Date; address?: string },
  cookieValue: string,
): Promise<{ idToken: string | null } | null> {
  const tokenHash = hashSessionToken(cookieValue);
  if (!tokenHash) return null;
  return db.transaction(async (tx) => {
    const isLive = and(eq(sessions.tokenHash, tokenHash), isNull(sessions.endedAt));
    const [kept] = await tx.select({ sealed: sessions.sealedIdToken }).from(sessions).where(isLive).for("update");
    const [ended] = await tx
      .update(sessions)
      .set({ endedAt: now, sealedIdToken: null })
      .where(isLive)
      .returning({ id: sessions.id, userId: sessions.userId });
    if (!ended) return null;
    const [user] = await tx
      .select({ name: users.name, role: users.role })
      .from(users)
      .where(eq(users.id, ended.userId));
    const role: Role = roles.find((known) => known === user?.role) ?? "viewer";
    await recordAudit(
      { db: tx, actor: { kind: "user", id: ended.userId, name: user?.name ?? "Unnamed", role, address }, now },
      { action: "session.sign-out", target: { kind: "session", id: ended.id } },
    );
    return { idToken: kept?.sealed ? unsealIdToken(cookieValue, kept.sealed) : null };
  });
}
