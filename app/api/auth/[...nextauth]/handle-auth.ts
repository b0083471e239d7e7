import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { peerHeader } from "@/lib/access/peer-address";
import { sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { sessionLimits } from "@/lib/access/sessions/session-limits";
import { discoverProvider } from "@/lib/access/sign-in/discover-provider";
import { signInProvider, signInSecret } from "@/lib/access/sign-in/sign-in-provider";
import { AppError } from "@/lib/app-error";
import { processDatabase } from "@/lib/database";
import { readEnv } from "@/lib/env";
import { logUnexpected, webLog } from "../../../web-log";

/**
 * Lets next-auth answer `request`; what goes wrong with its configuration ends at the sign-in page, never inside. `isFresh` asks the
 * provider to ask the person again.
 */
export async function handleAuth(request: NextRequest, path: readonly string[], isFresh = false): Promise<Response> {
  const env = readEnv();
  // next-auth takes its own address from here and from nowhere in the request.
  process.env.NEXTAUTH_URL = new URL(env.PUBLIC_URL).origin;
  try {
    const db = processDatabase();
    const now = new Date();
    const [provider, secret] = await Promise.all([signInProvider(db, env, now), signInSecret(db, now)]);
    const metadata = await discoverProvider(provider.issuer, provider.choice, now);
    const { authOptions } = await import("./auth-options");
    const options = authOptions({
      env,
      provider: { ...provider, metadata },
      secret,
      isFresh,
      request: {
        db,
        now,
        address: request.headers.get(peerHeader) ?? undefined,
        userAgent: request.headers.get("user-agent") ?? undefined,
        limits: sessionLimits(env),
        previousToken: request.cookies.get(sessionCookieName(env.PUBLIC_URL))?.value,
      },
    });
    return await NextAuth(request, { params: { nextauth: [...path] } }, options);
  } catch (error) {
    return new Response(null, {
      status: 303,
      headers: { location: `${env.PUBLIC_URL}/login?error=${failure(error)}` },
    });
  }
}

function failure(error: unknown): string {
  if (error instanceof AppError) {
    webLog().error({ code: error.code, reason: error.message }, "sign-in is not possible");
    return error.code === "provider_unreachable" ? "OAuthSignin" : "Configuration";
  }
  return `Unavailable&reference=${logUnexpected(error, "sign-in")}`;
}
