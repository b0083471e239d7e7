import { createHash, randomBytes } from "node:crypto";
import { cookiePrefix } from "@/lib/access/sessions/session-cookie";
import { safeCallback } from "@/lib/access/sign-in/safe-callback";
import { signInSecret } from "@/lib/access/sign-in/sign-in-provider";
import { type AuthCaller, handleAuth } from "./handle-auth";

/**
 * Sends the browser to the OpenID provider, with PKCE, state and nonce in cookies of 15 minutes; afterwards it comes to `target`, if that is a
 * page of ours. The caller has checked that a form of our own asked.
 */
export async function beginSignIn(
  caller: AuthCaller,
  { target, isFresh }: { target: string; isFresh: boolean },
): Promise<Response> {
  const { db, env, now } = caller;
  // next-auth wants its double-submit token; the browser's word on the origin was the check, so both halves are made on the spot.
  const csrfToken = randomBytes(32).toString("hex");
  const hash = createHash("sha256")
    .update(`${csrfToken}${await signInSecret(db, now)}`)
    .digest("hex");
  const cookies = { ...caller.cookies, [`${cookiePrefix(env.PUBLIC_URL)}muster-csrf`]: `${csrfToken}|${hash}` };
  const body = { csrfToken, callbackUrl: safeCallback(target, env.PUBLIC_URL) };
  return handleAuth({ ...caller, cookies }, { action: "signin", method: "POST", query: {}, body }, isFresh);
}
