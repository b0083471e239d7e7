import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { logUnexpected } from "@/app/web-log";
import { peerHeader } from "@/lib/access/peer-address";
import { isSecure, sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { signOut } from "@/lib/access/sessions/sign-out";
import { logoutAddress } from "@/lib/access/sign-in/logout-address";
import { signInProvider } from "@/lib/access/sign-in/sign-in-provider";
import { processDatabase } from "@/lib/database";
import { readEnv } from "@/lib/env";
import { isSameOrigin } from "../same-origin";

/** Ends the session's row, forgets the cookie, then ends the provider's session where it has a place for that. */
export async function POST(request: NextRequest): Promise<Response> {
  const env = readEnv();
  if (!isSameOrigin(request.headers, env.PUBLIC_URL)) return to("/login?error=Forged");
  const [name, db, now] = [sessionCookieName(env.PUBLIC_URL), processDatabase(), new Date()];
  const jar = await cookies();
  try {
    const value = jar.get(name)?.value;
    const address = request.headers.get(peerHeader) ?? undefined;
    const signedOut = value ? await signOut({ db, now, address }, value) : null;
    jar.set(name, "", { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(env.PUBLIC_URL), maxAge: 0 });
    if (!signedOut) return to("/login");
    return to((await logoutAddress(env, await signInProvider(db, env, now), signedOut.idToken, now)) ?? "/login");
  } catch (error) {
    return to(`/login?error=Unavailable&reference=${logUnexpected(error, "sign-out")}`);
  }
}

function to(location: string): Response {
  // What was typed and not sent is kept in the tab for its owner: not for whoever sits down next.
  const headers = { location, "cache-control": "no-store", "clear-site-data": '"storage"' };
  return new Response(null, { status: 303, headers });
}
