import { z } from "zod";
import { admitUser } from "@/lib/access/sign-in/admit-user";
import { loseRole } from "@/lib/access/sign-in/lose-role";
import { claimValue, isClaimElsewhere, roleFromClaims } from "@/lib/access/sign-in/role-from-claims";
import { isStrongEnough } from "@/lib/access/sign-in/sign-in-strength";
import { AppError } from "@/lib/app-error";
import type { Env } from "@/lib/env";
import { noteStranger } from "../../../note-denial";
import { webLog } from "../../../web-log";
import type { SignInRequest } from "./adapter";

const brief = z.string().min(1).max(300).optional().catch(undefined);

/** Of an id token whose signature, issuer, audience, time and nonce were checked. */
const Claims = z.looseObject({
  iss: z.string().min(1).max(500),
  sub: z.string().min(1).max(255),
  name: brief,
  preferred_username: brief,
  email: brief,
  sid: brief,
  auth_time: z.number().int().positive().max(8_640_000_000_000).optional().catch(undefined),
});

/** True, with who was admitted noted in `request`; or the page that says why not. */
export async function admit(
  env: Env,
  request: SignInRequest,
  profile: unknown,
  idToken: string | null,
): Promise<true | string> {
  const parsed = Claims.safeParse(profile);
  if (!parsed.success) return "/login?error=Callback";
  const claims = parsed.data;
  if (!isStrongEnough(claims, { acr: env.AUTH_ACR_VALUES, amr: env.AUTH_AMR_VALUES })) {
    webLog().warn(
      { acr: typeof claims.acr, amr: typeof claims.amr },
      "sign-in weaker than AUTH_ACR_VALUES or AUTH_AMR_VALUES",
    );
    await noteStranger("sign-in too weak", request.address);
    return "/login?error=WeakSignIn";
  }
  const role = roleFromClaims(claims, env.AUTH_ROLE_CLAIM, env.AUTH_ROLE_MAP);
  if (!role) return refuseWithoutRole(env, request, claims);
  try {
    request.admitted = await admitUser(request, {
      issuer: claims.iss,
      subject: claims.sub,
      name: claims.name ?? claims.preferred_username ?? claims.email ?? null,
      email: claims.email ?? null,
      role,
    });
    const authTime = claims.auth_time === undefined ? null : new Date(claims.auth_time * 1_000);
    request.proof = { authTime, providerSid: claims.sid ?? null, idToken };
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "user_disabled") {
      await noteStranger("sign-in of a disabled user", request.address);
      return "/login?error=Disabled";
    }
    throw error;
  }
}

/** The operator reads what form the claim had, not what it said: group names may tell of people. */
async function refuseWithoutRole(env: Env, request: SignInRequest, claims: z.output<typeof Claims>): Promise<string> {
  const value = claimValue(claims, env.AUTH_ROLE_CLAIM);
  const isElsewhere = isClaimElsewhere(claims, env.AUTH_ROLE_CLAIM);
  const form = isElsewhere ? "kept elsewhere: more groups than the provider puts into a token" : formOf(value);
  webLog().warn(
    { claim: env.AUTH_ROLE_CLAIM, form, isMapped: env.AUTH_ROLE_MAP !== undefined },
    "sign-in without a role",
  );
  await loseRole(request, { issuer: claims.iss, subject: claims.sub });
  await noteStranger("sign-in without a role", request.address);
  return `/login?error=${isElsewhere ? "TooManyGroups" : "NoRole"}`;
}

function formOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === undefined ? "absent" : typeof value;
}
