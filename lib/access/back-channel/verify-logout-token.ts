import { createHash } from "node:crypto";
import { type JWTVerifyGetKey, jwtVerify } from "jose";
import { z } from "zod";
import type { ProviderMetadata } from "@/lib/access/sign-in/read-discovery";
import { AppError } from "@/lib/app-error";

/** Older ones are refused, and so long a heeded one is remembered. The standard advises two minutes. */
const maxAgeSeconds = 120;
const toleranceSeconds = 10;
const event = "http://schemas.openid.net/event/backchannel-logout";

/**
 * Section 2.4 recommends the first; section 4.1 says why others must be taken too: many providers still send none, or JWT (Keycloak before 25,
 * Glewlwyd, Duende by choice). No other token of the provider passes for such a one: an id token has no `events` with this event, and each that Muster
 * asks for has the nonce that is forbidden here; an access token is for another audience, or of the type at+jwt. Nor does a logout token pass for an id token, which must repeat
 * the nonce of its sign-in.
 */
const logoutTypes = new Set(["logout+jwt", "jwt"]);

/** Whose sessions are to end: of one session of the provider, of a person, or of a person in one session. */
export type LogoutOrder = {
  issuer: string;
  sid: string | null;
  subject: string | null;
  /** SHA-256 of issuer and jti. */
  hash: Buffer;
  expiresAt: Date;
};

const name = z.string().min(1).max(500);
const Payload = z
  .looseObject({
    iss: name,
    iat: z.number(),
    jti: name,
    sid: name.optional(),
    sub: name.optional(),
    events: z.looseObject({ [event]: z.looseObject({}) }),
    // An id token has one: it must never pass for the order to sign somebody out.
    nonce: z.never().optional(),
  })
  .refine(({ sid, sub }) => sid !== undefined || sub !== undefined);

/**
 * What a logout token orders (OpenID Connect Back-Channel Logout 1.0, section 2.6): signed by the provider with the one algorithm that is
 * settled for it, for this client, recent, of no other type, with the event, an id, a session or a person, and no nonce. Whether it comes for the
 * second time the caller sees from `hash`. Throws AppError "logout_token_invalid", which tells nobody what was wrong.
 */
export async function verifyLogoutToken(
  token: string,
  expected: {
    metadata: Pick<ProviderMetadata, "issuer" | "algorithm">;
    clientId: string;
    keys: JWTVerifyGetKey;
    now: Date;
  },
): Promise<LogoutOrder> {
  const { metadata, clientId, keys, now } = expected;
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    algorithms: [metadata.algorithm],
    issuer: metadata.issuer,
    audience: clientId,
    maxTokenAge: maxAgeSeconds,
    clockTolerance: toleranceSeconds,
    currentDate: now,
    requiredClaims: ["iat", "jti", "events"],
  }).catch(refuse);
  const type = protectedHeader.typ?.toLowerCase().replace(/^application\//, "");
  if (type !== undefined && !logoutTypes.has(type)) throw invalid();
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) throw invalid();
  const { iss, iat, jti, sid, sub } = parsed.data;
  return {
    issuer: iss,
    sid: sid ?? null,
    subject: sub ?? null,
    hash: createHash("sha256")
      .update(JSON.stringify([iss, jti]))
      .digest(),
    expiresAt: new Date((iat + maxAgeSeconds + 2 * toleranceSeconds) * 1_000),
  };
}

/** Keys that cannot be fetched are the provider's failure, or the network's: it is to try again. */
function refuse(error: unknown): never {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isOurs = code.startsWith("ERR_J") && code !== "ERR_JWKS_TIMEOUT" && code !== "ERR_JOSE_GENERIC";
  if (isOurs || error instanceof TypeError) throw invalid();
  throw new AppError("unavailable", "provider_unreachable", "The identity provider's keys could not be fetched.");
}

const invalid = () => new AppError("bad_request", "logout_token_invalid", "This is no logout token for this client.");
