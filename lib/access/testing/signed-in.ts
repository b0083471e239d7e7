import { randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import type { Role } from "@/lib/access/permissions";
import { findSession } from "@/lib/access/sessions/find-session";
import type { Ctx } from "@/lib/context";
import { createSessionFor } from "./sign-in";

export type SignedIn = {
  id: string;
  name: string;
  ctx: Ctx;
  ctxAt: (when: Date) => Ctx;
  /** Of their open session, as the next request would see it; null when it is over. */
  roleNow: () => Promise<Role | null>;
};

/** A new person of `role` with a session, whom the provider asked who they are at `authTime`: at `now` unless said. */
export async function signedIn(db: Database, role: Role, now: Date, authTime: Date | null = now): Promise<SignedIn> {
  const name = `${role} ${randomUUID()}`;
  const { userId, cookie } = await createSessionFor(db, { role, name, now, authTime });
  const found = await findSession(db, cookie.value, now);
  if (!found) throw new Error("The session just made is not found.");
  const ctx: Ctx = { db, now, actor: { kind: "user", ...found.user, sessionId: found.sessionId } };
  const roleNow = async () => (await findSession(db, cookie.value, now))?.user.role ?? null;
  return { id: userId, name, ctx, ctxAt: (when) => ({ ...ctx, now: when }), roleNow };
}
