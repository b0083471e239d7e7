import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { sessions } from "@/db/schema/access";
import type { Actor } from "@/lib/context";
import { requireFreshSignIn } from "./require-fresh-sign-in";

/**
 * Before somebody ends their other sessions they show that it is them (ASVS 5.0, 7.5.2): whoever found one browser open must not lock its owner out
 * of the rest. Where the provider never says when it asked them, nobody could; there an open session is enough, since ending one gives no rights.
 */
export async function freshForOwnSessions(ctx: { db: Database | Transaction; actor: Actor; now: Date }): Promise<void> {
  const { db, actor } = ctx;
  if (actor.kind !== "user" || !actor.sessionId) return;
  const [own] = await db.select({ authTime: sessions.authTime }).from(sessions).where(eq(sessions.id, actor.sessionId));
  if (own?.authTime) await requireFreshSignIn(ctx);
}
