import type { AuthOptions, CookiesOptions } from "next-auth";
import { cookiePrefix, isSecure, sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { safeCallback } from "@/lib/access/sign-in/safe-callback";
import type { Env } from "@/lib/env";
import { noteStranger } from "../../../note-denial";
import { webLog } from "../../../web-log";
import { type SignInRequest, signInAdapter } from "./adapter";
import { admit } from "./admit";
import { type ConfiguredProvider, openIdProvider } from "./openid-provider";

/** next-auth for one request: an OpenID provider by discovery alone, with PKCE, state and nonce, and sessions as rows. */
export function authOptions(given: {
  env: Env;
  provider: ConfiguredProvider;
  secret: string;
  request: SignInRequest;
  isFresh: boolean;
}): AuthOptions {
  const { env, provider, secret, request, isFresh } = given;
  return {
    secret,
    debug: false,
    adapter: signInAdapter(request),
    session: { strategy: "database", maxAge: request.limits.absoluteMs / 1_000 },
    cookies: cookies(env.PUBLIC_URL),
    pages: { signIn: "/login", signOut: "/login", error: "/login" },
    providers: [openIdProvider(env, provider, isFresh)],
    callbacks: {
      signIn: ({ profile, account }) => admit(env, request, profile, account?.id_token ?? null),
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeCallback(url, baseUrl)}`,
      session: ({ session }) => session,
    },
    logger: {
      error: (code, metadata) => {
        webLog().warn({ code, reason: reasonOf(metadata) }, "sign-in failed");
        if (code === "OAUTH_CALLBACK_ERROR") void noteStranger("sign-in refused", request.address);
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

/** Of what next-auth wants to log only the words of the error, without values: the rest holds codes and claims. */
function reasonOf(metadata: unknown): string {
  const error = metadata instanceof Error ? metadata : (metadata as { error?: unknown } | undefined)?.error;
  return error instanceof Error ? error.message.replace(/(expected|got:?) \S+/g, "$1 …").slice(0, 300) : "unknown";
}

function cookies(publicUrl: string): Partial<CookiesOptions> {
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(publicUrl) } as const;
  const named = (name: string) => ({ name: `${cookiePrefix(publicUrl)}muster-${name}`, options });
  const brief = (name: string) => ({ ...named(name), options: { ...options, maxAge: 15 * 60 } });
  return {
    sessionToken: { name: sessionCookieName(publicUrl), options },
    callbackUrl: named("callback-url"),
    csrfToken: named("csrf"),
    pkceCodeVerifier: brief("pkce"),
    state: brief("state"),
    nonce: brief("nonce"),
  };
}
