import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Ctx } from "@/lib/context";
import { processDatabase } from "@/lib/database";
import { readEnv } from "@/lib/env";
import { peerHeader } from "./peer-address";
import { type FoundSession, findSession } from "./sessions/find-session";
import { sessionCookieName } from "./sessions/session-cookie";
import { sessionLimits } from "./sessions/session-limits";
import { unattendedCookie } from "./sessions/unattended-cookie";

/** The session of this request, looked up once a rendering; null without one. */
export const currentSession = cache(async (): Promise<{ ctx: Ctx; session: FoundSession } | null> => {
  const value = (await cookies()).get(sessionCookieName(readEnv().PUBLIC_URL))?.value;
  if (!value) return null;
  const db = processDatabase();
  const now = new Date();
  const isSeen = !(await isUnattended());
  const session = await findSession(db, value, now, sessionLimits(readEnv()), isSeen);
  if (!session) return null;
  const address = (await headers()).get(peerHeader) ?? undefined;
  return { ctx: { db, now, actor: { kind: "user", ...session.user, address, sessionId: session.sessionId } }, session };
});

/** A page asks by itself: for what has changed while nobody touches it, or for the stream that tells of it. */
async function isUnattended(): Promise<boolean> {
  const isStream = (await headers()).get("accept") === "text/event-stream";
  return isStream || (await cookies()).get(unattendedCookie)?.value === "1";
}

/** Who asks, on what, when; null without a session. */
export async function currentCtx(): Promise<Ctx | null> {
  return (await currentSession())?.ctx ?? null;
}

/** For pages: the same, or off to the sign-in page, which leads back here. */
export async function requireCtx(): Promise<Ctx> {
  const ctx = await currentCtx();
  if (ctx) return ctx;
  const path = (await headers()).get(pathHeader);
  redirect(path && path !== "/" ? `/login?callbackUrl=${encodeURIComponent(path)}` : "/login");
}

/** Set by the proxy: path and query of the page that is rendered. */
export const pathHeader = "x-muster-path";
