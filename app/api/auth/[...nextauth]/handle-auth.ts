import type { NextRequest } from "next/server";
import type { Database } from "@/db/client";
import { peerHeader } from "@/lib/access/peer-address";
import { sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { sessionLimits } from "@/lib/access/sessions/session-limits";
import { discoverProvider } from "@/lib/access/sign-in/discover-provider";
import { signInProvider, signInSecret } from "@/lib/access/sign-in/sign-in-provider";
import { AppError } from "@/lib/app-error";
import { processDatabase } from "@/lib/database";
import { type Env, readEnv } from "@/lib/env";
import { logUnexpected, webLog } from "../../../web-log";
import type { AuthQuestion } from "./ask-next-auth";

/** Who asks, and on what: all that a sign-in takes from a request. */
export type AuthCaller = {
  db: Database;
  env: Env;
  now: Date;
  cookies: Partial<Record<string, string>>;
  address?: string;
  userAgent?: string;
};

export const authCaller = (request: NextRequest): AuthCaller => ({
  db: processDatabase(),
  env: readEnv(),
  now: new Date(),
  cookies: Object.fromEntries(request.cookies.getAll().map(({ name, value }) => [name, value])),
  address: request.headers.get(peerHeader) ?? undefined,
  userAgent: request.headers.get("user-agent") ?? undefined,
});

/**
 * Lets next-auth answer; what goes wrong with its configuration ends at the sign-in page, never inside. `isFresh` asks the provider to
 * ask the person again.
 */
export async function handleAuth(
  caller: AuthCaller,
  question: Omit<AuthQuestion, "cookies">,
  isFresh = false,
): Promise<Response> {
  const { db, env, now, cookies, address, userAgent } = caller;
  // next-auth takes its own address from here and from nowhere else.
  process.env.NEXTAUTH_URL = new URL(env.PUBLIC_URL).origin;
  try {
    const [provider, secret] = await Promise.all([signInProvider(db, env, now), signInSecret(db, now)]);
    const metadata = await discoverProvider(provider.issuer, provider.choice, now);
    const [{ authOptions }, { askNextAuth }] = await Promise.all([import("./auth-options"), import("./ask-next-auth")]);
    const previousToken = cookies[sessionCookieName(env.PUBLIC_URL)];
    const request = { db, now, address, userAgent, limits: sessionLimits(env), previousToken };
    const options = authOptions({ env, provider: { ...provider, metadata }, secret, isFresh, request });
    const answer = await askNextAuth({ ...question, cookies }, options);
    // A cookie or parameter of a form that it does not take; it says so to programs alone.
    return answer.status >= 400 ? toLogin(env, "OAuthCallback") : answer;
  } catch (error) {
    return toLogin(env, failure(error));
  }
}

function toLogin(env: Env, error: string): Response {
  const location = `${env.PUBLIC_URL}/login?error=${error}`;
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}

function failure(error: unknown): string {
  if (error instanceof AppError) {
    webLog().error({ code: error.code, reason: error.message }, "sign-in is not possible");
    return error.code === "provider_unreachable" ? "OAuthSignin" : "Configuration";
  }
  return `Unavailable&reference=${logUnexpected(error, "sign-in")}`;
}
