import { randomBytes } from "node:crypto";
import type { Database } from "@/db/client";
import { ensureSecret } from "@/lib/access/secrets/ensure-secret";
import { AppError } from "@/lib/app-error";
import type { Env } from "@/lib/env";
import type { ProviderChoice } from "./read-discovery";
import { isLoopback } from "./safe-address";

export const localClientId = "muster";

/** Why the local sign-in may not run, in one line that says what to do; null where it may. */
export function localSsoRefusal(env: Env): string | null {
  if (env.AUTH_ISSUER)
    return "AUTH_ISSUER is set, so sign-in goes there: the local one does not start. Unset it to use the local one.";
  const { hostname } = new URL(env.PUBLIC_URL);
  if (isLoopback(hostname)) return null;
  return `The local sign-in serves one machine, and PUBLIC_URL is on ${hostname}: set AUTH_ISSUER, AUTH_CLIENT_ID and AUTH_CLIENT_SECRET.`;
}

export const localIssuer = (env: Env): string => `http://127.0.0.1:${env.LOCAL_SSO_PORT}`;

/** Origin of the OpenID provider that this configuration names, or null when it names none. */
export function issuerOrigin(env: Env): string | null {
  if (env.AUTH_ISSUER) return new URL(env.AUTH_ISSUER).origin;
  return localSsoRefusal(env) ? null : localIssuer(env);
}

export type SignInProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  isLocal: boolean;
  choice: ProviderChoice;
};

/** The OpenID provider that people sign in with. Throws AppError "sign_in_not_configured" where there is none: nobody gets in. */
export async function signInProvider(db: Database, env: Env, now: Date): Promise<SignInProvider> {
  if (env.AUTH_ISSUER && env.AUTH_CLIENT_ID && env.AUTH_CLIENT_SECRET) {
    return {
      issuer: env.AUTH_ISSUER,
      clientId: env.AUTH_CLIENT_ID,
      clientSecret: env.AUTH_CLIENT_SECRET,
      isLocal: false,
      choice: { algorithm: env.AUTH_ID_TOKEN_ALG, authMethod: env.AUTH_TOKEN_AUTH_METHOD },
    };
  }
  const refusal = localSsoRefusal(env);
  if (refusal) throw new AppError("unavailable", "sign_in_not_configured", refusal);
  return {
    issuer: localIssuer(env),
    clientId: localClientId,
    clientSecret: await localClientSecret(db, now),
    isLocal: true,
    choice: {},
  };
}

/** Where the provider sends people back to; what is to be registered there. */
export const redirectAddress = (env: Env): string => `${new URL(env.PUBLIC_URL).origin}/api/auth/callback/sso`;

/** Where the provider says that a session of its own has ended. */
export const backChannelLogoutAddress = (env: Env): string =>
  `${new URL(env.PUBLIC_URL).origin}/api/auth/back-channel-logout`;

/** Where the provider leads back to after its own sign-out. */
export const afterLogoutAddress = (env: Env): string => `${new URL(env.PUBLIC_URL).origin}/login`;

export const localClientSecret = (db: Database, now: Date): Promise<string> =>
  ensureSecret(db, "sso.client-secret", () => randomBytes(32).toString("base64url"), now);

/** What next-auth signs the cookies of a sign-in under way with. */
export const signInSecret = (db: Database, now: Date): Promise<string> =>
  ensureSecret(db, "auth.secret", () => randomBytes(32).toString("base64url"), now);
