import type { AuthOptions, CookiesOptions } from "next-auth";
import { cookiePrefix, isSecure, sessionAbsoluteMs, sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { admitUser } from "@/lib/access/sign-in/admit-user";
import { roleFromClaims } from "@/lib/access/sign-in/role-from-claims";
import { safeCallback } from "@/lib/access/sign-in/safe-callback";
import type { SignInProvider } from "@/lib/access/sign-in/sign-in-provider";
import { AppError } from "@/lib/app-error";
import type { Env } from "@/lib/env";
import { noteStranger } from "../../../note-denial";
import { webLog } from "../../../web-log";
import { type SignInRequest, signInAdapter } from "./adapter";

type Claims = Record<string, unknown> & { iss: string; sub: string };

/** next-auth for one request: an OpenID provider by discovery alone, with PKCE, state and nonce, and sessions as rows. */
export function authOptions(given: {
  env: Env;
  provider: SignInProvider;
  secret: string;
  request: SignInRequest;
  action: string | undefined;
}): AuthOptions {
  const { env, provider, secret, request, action } = given;
  return {
    secret,
    debug: false,
    adapter: signInAdapter(request, action),
    session: { strategy: "database", maxAge: sessionAbsoluteMs / 1_000 },
    cookies: cookies(env.PUBLIC_URL),
    pages: { signIn: "/login", signOut: "/login", error: "/login" },
    providers: [
      {
        id: "sso",
        name: "Single sign-on",
        type: "oauth",
        wellKnown: `${provider.issuer}/.well-known/openid-configuration`,
        issuer: provider.issuer,
        clientId: provider.clientId,
        clientSecret: provider.clientSecret,
        authorization: { params: { scope: "openid profile email" } },
        idToken: true,
        checks: ["pkce", "state", "nonce"],
        httpOptions: { timeout: 5_000 },
        profile: (claims: Claims) => ({ id: claims.sub, name: text(claims.name), email: text(claims.email) }),
      },
    ],
    callbacks: {
      signIn: ({ profile }) => admit(env, request, profile as Claims | undefined),
      redirect: ({ url, baseUrl }) => `${baseUrl}${safeCallback(url, baseUrl)}`,
      session: ({ session }) => session,
    },
    logger: {
      error: (code, metadata) => webLog().warn({ code, reason: reasonOf(metadata) }, "sign-in failed"),
      warn: () => {},
      debug: () => {},
    },
  };
}

/** True, or the page that says why not. */
async function admit(env: Env, request: SignInRequest, claims: Claims | undefined): Promise<true | string> {
  if (!claims?.iss || !claims.sub) return "/login?error=Callback";
  const role = roleFromClaims(claims, env.AUTH_ROLE_CLAIM);
  if (!role) {
    webLog().warn({ claim: env.AUTH_ROLE_CLAIM, isPresent: env.AUTH_ROLE_CLAIM in claims }, "sign-in without a role");
    await noteStranger("sign-in without a role", request.address);
    return "/login?error=NoRole";
  }
  try {
    request.admitted = await admitUser(request, {
      issuer: claims.iss,
      subject: claims.sub,
      name: text(claims.name) ?? text(claims.preferred_username) ?? text(claims.email),
      email: text(claims.email),
      role,
    });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "user_disabled") {
      await noteStranger("sign-in of a disabled user", request.address);
      return "/login?error=Disabled";
    }
    throw error;
  }
}

const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value.slice(0, 300) : null;

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
