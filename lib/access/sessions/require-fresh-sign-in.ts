import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { sessions } from "@/db/schema/access";
import { AppError } from "@/lib/app-error";
import type { Actor } from "@/lib/context";

/** Dangerous acts ask for a sign-in of the last ten minutes. */
const freshSignInSeconds = 600;

// The provider's clock may be ahead of ours.
const toleranceMs = 60_000;

/**
 * Holds a dangerous act to somebody who has proved who they are within `maxAgeSeconds`, by the provider's `auth_time` and not by the age of our
 * session: single sign-on alone proves nothing anew. Throws AppError "fresh_sign_in_needed" (details: maxAgeSeconds), upon which the page
 * leads to the provider with prompt=login and back; "person_needed" for a token. Muster itself passes.
 */
export async function requireFreshSignIn(
  ctx: { db: Database | Transaction; actor: Actor; now: Date },
  maxAgeSeconds: number = freshSignInSeconds,
): Promise<void> {
  const { db, actor, now } = ctx;
  if (actor.kind === "system") return;
  if (actor.kind === "token") {
    throw new AppError("forbidden", "person_needed", "This needs a person who signs in: a token cannot do it.");
  }
  const [row] = actor.sessionId
    ? await db
        .select({ authTime: sessions.authTime, userId: sessions.userId })
        .from(sessions)
        .where(eq(sessions.id, actor.sessionId))
    : [];
  const authTime = row?.userId === actor.id ? row.authTime?.getTime() : undefined;
  const age = authTime === undefined ? undefined : now.getTime() - authTime;
  if (age !== undefined && age <= maxAgeSeconds * 1_000 && age >= -toleranceMs) return;
  throw new AppError("forbidden", "fresh_sign_in_needed", "Sign in once more, to show that it is you.", {
    maxAgeSeconds,
  });
}
